// The program. Everything it can do is in the table of commands (engine/cli/command_table.cc).
#include "engine/cli/command.h"

int main(int argc, char** argv) { return dunlin::engine::run_command_line(argc, argv); }
