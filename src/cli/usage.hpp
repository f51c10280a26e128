// What was wrong with a command line, in the words of the other errors.
#pragma once

#include <somn/core/error.hpp>

#include <CLI/CLI.hpp>

namespace somn::cli {

// For a parse error that `program.parse` threw: an unknown option or subcommand with the nearest valid name, else
// CLI11's own sentence with a pointer to --help.
InputError usage_error(const CLI::App& program, const CLI::ParseError&);

}  // namespace somn::cli
