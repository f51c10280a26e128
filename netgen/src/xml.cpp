#include "xml.hpp"

#include <algorithm>
#include <cstdint>
#include <expat.h>
#include <fmt/format.h>

namespace somn::netgen {
namespace {

std::string_view local(std::string_view name) {
  return name.substr(name.rfind(':') + 1);  // npos + 1 == 0
}

}  // namespace

std::string_view xml_attribute(const char** attributes, std::string_view name) {
  for (const char** a = attributes; *a; a += 2)
    if (name == a[0]) return a[1];
  return {};
}

template <class Action>
void XmlReader::guarded(void* reader, Action action) {
  auto& self = *static_cast<XmlReader*>(reader);
  if (self.failure_) return;
  try {
    action(self);
  } catch (...) {
    self.failure_ = std::current_exception();
    XML_StopParser(self.parser_.get(), XML_FALSE);
  }
}

std::string XmlReader::parse(std::string_view text) {
  parser_.reset(XML_ParserCreate(nullptr), &XML_ParserFree);
  XML_Parser parser = parser_.get();
  if (!parser) throw std::bad_alloc();
  XML_SetUserData(parser, this);
  XML_SetElementHandler(
      parser,
      [](void* reader, const char* name, const char** attributes) {
        guarded(reader, [&](XmlReader& self) { self.start(local(name), attributes); });
      },
      [](void* reader, const char* name) { guarded(reader, [&](XmlReader& self) { self.end(local(name)); }); });
  XML_SetCharacterDataHandler(parser, [](void* reader, const char* piece, int length) {
    guarded(reader, [&](XmlReader& self) { self.characters({piece, static_cast<std::size_t>(length)}); });
  });
  constexpr std::size_t piece = 1 << 20;
  XML_Status status = XML_STATUS_OK;
  for (std::size_t at = 0; status == XML_STATUS_OK && (at == 0 || at < text.size()); at += piece) {
    const std::size_t length = std::min(piece, text.size() - at);
    status = XML_Parse(parser, text.data() + at, static_cast<int>(length), at + length == text.size());
  }
  if (failure_) std::rethrow_exception(failure_);
  if (status == XML_STATUS_OK) return {};
  return fmt::format("not well-formed XML: {}", XML_ErrorString(XML_GetErrorCode(parser)));
}

// A later Expat deprecates the ones without 64.
template <class Parser>
static std::int64_t offset_of(Parser parser) {
  if constexpr (requires { XML_GetCurrentByteIndex64(parser); })
    return XML_GetCurrentByteIndex64(parser);
  else
    return XML_GetCurrentByteIndex(parser);
}

template <class Parser>
static std::size_t line_of(Parser parser) {
  if constexpr (requires { XML_GetCurrentLineNumber64(parser); })
    return XML_GetCurrentLineNumber64(parser);
  else
    return XML_GetCurrentLineNumber(parser);
}

std::size_t XmlReader::offset() const {
  return static_cast<std::size_t>(std::max<std::int64_t>(0, offset_of(parser_.get())));  // -1: none
}

std::size_t XmlReader::line() const {
  return line_of(parser_.get());
}

}  // namespace somn::netgen
