#include "engine/cli/command.h"
#include "engine/cli/command_list.h"
#include "engine/service/care.h"

namespace dunlin::engine {

int version_command(Invocation& invocation) {
  invocation.terminal.line(version_text());
  return kExitDone;
}

}  // namespace dunlin::engine
