// The interactive page: one HTML file with its program (page/*.ts, bundled by esbuild when this is built), its style and
// its data. It needs no server and no network; its content-security policy allows its own script, known by its hash, and
// nothing else. Strings of files enter it as JSON and the page shows them as text.
#pragma once

#include <somn/view/payload.hpp>

#include <filesystem>
#include <string>

namespace somn::view {

bool has_program();  // false where esbuild was missing when this was built: then reports are static
void require_program(const std::string& what_for);  // InputError with the remedy

// The whole document. `facts` is what page/types.ts describes; title, arrays of the payload and version are added.
std::string page(const std::string& title, Json facts, const Payload&);

}  // namespace somn::view
