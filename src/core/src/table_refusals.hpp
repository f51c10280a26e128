// Why a table is not read, with the line that makes it readable: what people's instruments and programs write besides
// tables of numbers.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace somn {

// The first row holds numbers; `rows`: the first lines, as cells.
[[noreturn]] void refuse_headless(const std::string& source, std::size_t line, char separator,
                                  const std::vector<std::vector<std::string_view>>& rows);

// The first `line - 1` lines of the file do not belong to the table. `has_names`: at `line` stand those of its columns.
[[noreturn]] void refuse_preamble(const std::string& source, std::size_t line, bool has_names);

// A row of another length than the header.
[[noreturn]] void refuse_length(const std::string& source, std::size_t line, std::string_view text, std::size_t n,
                                std::size_t n_header);

// A cell that is no number.
[[noreturn]] void refuse_cell(const std::string& source, std::size_t line, std::string_view column,
                              std::string_view cell);

[[noreturn]] void refuse_binary(const std::string& source, std::string_view text);

// "1,053" and "-12,345,678", and the same with `part`: digits in threes, without a leading 0.
bool is_in_threes(std::string_view number, char part);

}  // namespace somn
