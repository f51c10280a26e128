// Made when this is built (bundle.cmake): the page's program and style, empty where esbuild was missing.
#pragma once

namespace somn::view::bundle {

extern const char* const script;
extern const char* const script_sha256;  // hexadecimal
extern const char* const style;
extern const char* const style_sha256;

}  // namespace somn::view::bundle
