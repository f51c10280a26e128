#include <somn/core/file.hpp>
#include <somn/ngspice/host.hpp>

#include <charconv>
#include <fmt/format.h>

namespace somn::ngspice {
namespace {

constexpr std::string_view stamp = "somn-host:";
constexpr std::string_view version_characters = "0123456789.+";

int major(const std::string& version) {
  int number = 0;
  std::from_chars(version.data(), version.data() + version.size(), number);
  return number;
}

// The layouts of each version; OSDI counts from 39 on, KLU from 42 on.
std::string layout(int version, bool osdi) {
  if (version >= 34 && (version < 39 || (version == 39 && !osdi))) return "34-39";
  if (version == 40 || version == 41) return "40-41";
  if (version >= 43 && version <= 46) return "43-46";
  if (version >= 47) return "47 or later";
  return std::to_string(version);
}

}  // namespace

std::string Host::tag() const {
  return "ng" + version + (cider ? "-cider" : "") + (osdi ? "-osdi" : "") + (klu ? "-klu" : "");
}

std::string Host::group() const {
  const int number = major(version);
  return layout(number, osdi) + (cider ? " cider" : "") + (osdi && number >= 39 ? " osdi" : "") +
         (klu && number >= 42 ? " klu" : "");
}

Host host_from_text(const std::vector<std::string>& printed) {
  Host host;
  host.osdi = true;
  for (const std::string& line : printed) {
    constexpr std::string_view name = "ngspice-";
    if (const auto at = line.find(name); at != std::string::npos && host.version.empty()) {
      const auto end = line.find_first_not_of(version_characters, at + name.size());
      host.version = line.substr(at + name.size(), end - at - name.size());
    }
    host.cider |= line.find("CIDER") != std::string::npos;
    host.klu |= line.find("KLU") != std::string::npos;
    if (line.find("osdi: no such command") != std::string::npos) host.osdi = false;
  }
  if (major(host.version) == 0) throw InternalError("ngspice did not print its version");
  return host;
}

Host host_from_tag(std::string_view tag) {
  Host host;
  std::string_view rest = tag;
  const auto cut = [&rest](std::string_view word) {
    const bool found = rest.starts_with(word);
    if (found) rest.remove_prefix(word.size());
    return found;
  };
  const bool named = cut("ng");
  host.version = rest.substr(0, rest.find_first_not_of(version_characters));
  cut(host.version);
  host.cider = cut("-cider");
  host.osdi = cut("-osdi");
  host.klu = cut("-klu");
  if (!named || major(host.version) == 0 || !rest.empty())
    throw InputError({.what = "not a tag of an ngspice", .value = std::string(tag), .allowed = "such as ng39-cider"});
  return host;
}

std::string code_model_tag(const std::filesystem::path& code_model) {
  std::string content;
  try {
    content = read_file(code_model);
  } catch (const FileError& error) {
    throw CodeModelMissing({.what = "the code model " + error.facts().what,
                            .where = code_model.string(),
                            .remedy = "build it (target somn_code_model) or name another by SOMN_CODE_MODEL"});
  }
  const auto at = content.find(stamp);
  if (at == std::string::npos) return "";
  const auto begin = at + stamp.size();
  const auto end = content.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.+-", begin);
  return content.substr(begin, end - begin);
}

void require_fitting(const std::filesystem::path& code_model, const Host& host) {
  const std::string tag = code_model_tag(code_model);
  std::string group;
  try {
    group = host_from_tag(tag).group();
  } catch (const InputError&) {  // no stamp, or none of ours: no group
  }
  if (group == host.group()) return;
  throw HostMismatch(
      {.what = tag.empty()
                   ? "the code model does not tell for which ngspice it was built"
                   : fmt::format("the code model was built for {}, the installed ngspice is {}", tag, host.tag()),
       .where = code_model.string(),
       .value = tag,
       .allowed = fmt::format("code models for {} (ngspice {})", host.tag(), host.group()),
       .remedy = fmt::format("rebuild it: cmake -DNGSPICE_SOURCE_DIR=<source of ngspice {}>", host.version)});
}

}  // namespace somn::ngspice
