// XML read by Expat in one pass, for the readers of graphs: no exception crosses its C frames.
#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <string>
#include <string_view>

struct XML_ParserStruct;

namespace somn::netgen {

std::string_view xml_attribute(const char** attributes, std::string_view name);  // empty where it is missing

class XmlReader {
 public:
  virtual ~XmlReader() = default;

 protected:
  // Names without the prefix of their namespace; attributes are name, value, name, value, ..., null.
  virtual void start(std::string_view name, const char** attributes) = 0;
  virtual void end(std::string_view name) = 0;
  virtual void characters(std::string_view) = 0;  // a piece of a text

  // What the three throw goes through. Empty, or Expat's sentence on what is not well-formed.
  std::string parse(std::string_view text);
  std::size_t offset() const;  // [bytes] where the parser is: the '<' of what begins
  std::size_t line() const;    // 1, 2, ...

 private:
  template <class Action>
  static void guarded(void* reader, Action action);

  std::shared_ptr<XML_ParserStruct> parser_;
  std::exception_ptr failure_;
};

}  // namespace somn::netgen
