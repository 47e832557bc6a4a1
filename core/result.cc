#include "core/result.h"

namespace dunlin::core {

std::string describe(const Error& error) {
  std::string text;
  if (!error.where.empty()) text += error.where + ": ";
  text += error.what;
  if (!error.hint.empty()) text += " (" + error.hint + ")";
  return text;
}

}  // namespace dunlin::core
