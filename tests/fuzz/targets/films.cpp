// Network files of the component: what is read is written again the same. The last line, a hash of what comes before, is
// put right first, as nothing but damage would ever get through otherwise.
#include "driver.hpp"

#include <somn/component/network_file.hpp>
#include <somn/core/digest.hpp>

#include <algorithm>

void somn::fuzz::target(const std::string& bytes) {
  const std::string content = bytes.substr(0, std::min(bytes.rfind("\nend "), bytes.size() - 1) + 1);
  Digest digest;
  digest.add_bytes(content);
  const circuit::Circuit circuit = component::read_network(content + "end " + digest.text() + "\n", "fuzz");
  const std::string text = component::write_network(circuit, {});
  if (component::write_network(component::read_network(text, "again"), {}) != text)
    broken("a network that was written is not written again");
}
