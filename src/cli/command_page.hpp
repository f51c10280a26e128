// The declared options of a command as what the manual and the completion of shells are made from.
#pragma once

#include <somn/manual/command_page.hpp>

#include <CLI/CLI.hpp>
#include <string>

namespace somn::cli {

// The page of `app` and of every command below it; `parent` is the name in front of it ("somn").
manual::CommandPage command_page(const CLI::App& app, const std::string& parent = "");

}  // namespace somn::cli
