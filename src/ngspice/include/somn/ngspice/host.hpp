// Which ngspice is installed, which code model fits it, and where both are found.
//
// A code model (.cm) shares C structs with the simulator that loads it. Their layout changed between ngspice versions
// and with three macros of ngspice's own build (CIDER, OSDI, KLU), and ngspice never checks: a code model that does not
// fit crashes it. Versions with one layout form a group, in which code models are interchangeable:
//   34-39 without OSDI | 39 with OSDI | 40-41, by OSDI | 42, by OSDI and KLU | 43-46, by OSDI and KLU |
//   47..., likewise;
// each of them once with and once without CIDER.
#pragma once

#include <somn/core/error.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace somn::ngspice {

// The code model cannot be found, read or loaded.
class CodeModelMissing : public InputError {
  using InputError::InputError;
};

// The code model was built for another ngspice, or for none that it tells.
class HostMismatch : public InputError {
  using InputError::InputError;
};

struct Host {
  std::string version;  // "39", "39.3", "46+"
  bool cider = false, osdi = false, klu = false;

  std::string tag() const;    // "ng39.3-cider", "ng46-osdi-klu"
  std::string group() const;  // of interchangeable code models: "34-39 cider", "43-46 osdi klu"
};

// From what the commands `version -f` and `osdi /nonexistent.osdi` print; InternalError where no version is in it.
Host host_from_text(const std::vector<std::string>& printed);
// From Host::tag(); InputError for any other text.
Host host_from_tag(std::string_view tag);

// The tag for which a code model was built, from its stamp "somn-host:TAG"; empty where it has none. O(file size).
// CodeModelMissing where the file cannot be read.
std::string code_model_tag(const std::filesystem::path& code_model);
// HostMismatch unless the code model carries a stamp of the host's group.
void require_fitting(const std::filesystem::path& code_model, const Host& host);

// somn.cm: $SOMN_CODE_MODEL, else ../lib/somn.cm (build tree) or ../lib/ngspice/somn.cm (installed) beside the running
// program's folder, else where somnspice was installed, else where it was built. CodeModelMissing where there is none.
std::filesystem::path find_code_model();
// somn_network.cm, the component with a network inside, beside it: CodeModelMissing where there is none.
std::filesystem::path find_network_model();
// somn_ngspice_worker: $SOMN_NGSPICE_WORKER, else ../libexec/somn, else likewise. InputError where there is none.
std::filesystem::path find_worker();

}  // namespace somn::ngspice
