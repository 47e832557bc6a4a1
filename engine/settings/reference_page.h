// The configuration reference, printed from the declarations: `dunlin help --reference`, kept as config/REFERENCE.md.
#pragma once

#include <string>

namespace dunlin::engine {

std::string reference_page();

}  // namespace dunlin::engine
