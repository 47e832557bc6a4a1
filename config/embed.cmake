# Writes a .cc with the shipped configuration files as literals: cmake -DROOT=config -DOUT=file.cc -P embed.cmake
file(GLOB_RECURSE names RELATIVE ${ROOT} ${ROOT}/*.toml ${ROOT}/*.csv)
list(SORT names)
set(rows "")
foreach(name ${names})
  file(READ ${ROOT}/${name} text)
  string(APPEND rows "    {\"${name}\", R\"dunlin_toml(${text})dunlin_toml\"},\n")
endforeach()
file(WRITE ${OUT} "// Generated from config/ by config/embed.cmake.
#include \"engine/settings/shipped_files.h\"

namespace dunlin::engine {

std::span<const std::pair<std::string_view, std::string_view>> shipped_files() {
  static constexpr std::pair<std::string_view, std::string_view> kFiles[] = {
${rows}  };
  return kFiles;
}

}  // namespace dunlin::engine
")
