#include <somn/view/page.hpp>

#include "bundle.hpp"

#include <somn/core/error.hpp>
#include <somn/core/text.hpp>

#include <fmt/format.h>

namespace somn::view {
namespace {

std::string source_of_hash(std::string_view hex) {
  std::string bytes;
  for (std::size_t k = 0; k + 1 < hex.size(); k += 2)
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(k, 2)), nullptr, 16));
  return "'sha256-" + base64(bytes) + "'";
}

// JSON inside a script element: no markup can end it.
std::string inline_json(const Json& json) {
  const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string safe;
  for (const char c : text)
    if (c == '<' || c == '>' || c == '&')
      safe += fmt::format("\\u{:04x}", static_cast<int>(c));
    else
      safe += c;
  return safe;
}

// In pieces, so that the page can tell how far it is
std::string data_elements(const Payload& payload) {
  constexpr std::size_t piece = 786432;  // [B] 1 MB of base64
  const std::string bytes = payload.deflated();
  std::string html;
  for (std::size_t k = 0; k < bytes.size(); k += piece)
    html += "<script type=\"text/plain\" class=\"data\">" + base64(std::string_view(bytes).substr(k, piece)) +
            "</script>\n";
  return html;
}

}  // namespace

bool has_program() { return *bundle::script != '\0'; }

void require_program(const std::string& what_for) {
  if (has_program()) return;
  throw InputError({.what = "this somn was built without the program of its interactive pages",
                    .where = what_for,
                    .remedy = "install esbuild (Debian: esbuild) and build again; `somn report` makes static pages"});
}

std::string page(const std::string& title, Json facts, const Payload& payload) {
  facts["title"] = title;
  facts["version"] = SOMN_VERSION;
  facts["arrays"] = payload.arrays();
  facts["n_bytes"] = payload.n_bytes();
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {}; style-src {}; "
      "img-src data: blob:; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n"
      "<noscript><p>This page is a film that a script plays; the static report beside it needs none.</p></noscript>\n"
      "<main id=\"app\"><p id=\"loading\" role=\"status\">Loading …</p></main>\n"
      "<script type=\"application/json\" id=\"facts\">{}</script>\n{}<script>{}</script>\n</body>\n</html>\n",
      source_of_hash(bundle::script_sha256), source_of_hash(bundle::style_sha256), escape_markup(title), bundle::style,
      inline_json(facts), data_elements(payload), bundle::script);
}

}  // namespace somn::view
