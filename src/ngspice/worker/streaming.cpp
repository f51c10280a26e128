// What libngspice calls while a deck is read and run. Nothing may be thrown through its C frames: all are noexcept.
//   SendChar        one printed line                      on_text
//   SendInitData    once per analysis, before its points  on_plot: where each recorded value stands in a point
//   SendData        once per accepted point               on_point: one row
//   ControlledExit  ngspice gives up                      the end of this process
#include "simulator.hpp"
#include "stop_request.hpp"

#include <string_view>
#include <unistd.h>
#include <unordered_map>

namespace somn::ngspice {
using protocol::Kind;

namespace {

// "v(n3)" is the vector n3, "i(v1)" is v1#branch, and a node called 3 is the vector V(3).
std::string vector_name(std::string_view name) {
  if (name.size() < 3 || name.front() == '@' || name[1] != '(' || name.back() != ')') return std::string(name);
  const std::string inner(name.substr(2, name.size() - 3));
  if (name.front() == 'i') return inner + "#branch";
  return inner[0] >= '0' && inner[0] <= '9' ? "V(" + inner + ")" : inner;
}

}  // namespace

void Simulator::on_text(const char* line) {
  if (answer_)
    answer_->emplace_back(line);
  else
    sender_.send(Kind::text, line);
}

void Simulator::on_plot(const vecinfoall& plot) {
  streaming_ = running_ && std::string_view(plot.name).starts_with("Transient");
  if (!streaming_) return;
  std::unordered_map<std::string_view, int> position;
  for (int k = 0; k < plot.veccount; ++k) position.emplace(plot.vecs[k]->vecname, k);
  std::vector<std::string> unknown;
  positions_.clear();
  for (const std::string& name : record_) {
    const auto found = position.find(vector_name(name));
    if (found == position.end())
      unknown.push_back(name);
    else
      positions_.push_back(found->second);
  }
  if (!unknown.empty()) {
    sender_.send(Kind::unknown, protocol::join(unknown));
    ::_exit(0);
  }
  row_.resize(positions_.size());
  sender_.send(Kind::begin);
}

void Simulator::on_point(const vecvaluesall& point) {
  if (!streaming_) return;
  for (std::size_t k = 0; k < positions_.size(); ++k) row_[k] = point.vecsa[positions_[k]]->creal;
  sender_.add_row(row_);
  if (stop_requested()) {
    sender_.send_totals(totals());
    ::_exit(0);
  }
}

int Simulator::text_callback(char* line, int, void* self) noexcept {
  static_cast<Simulator*>(self)->on_text(line);
  return 0;
}

int Simulator::exit_callback(int status, NG_BOOL, NG_BOOL, int, void* self) noexcept {
  static_cast<Simulator*>(self)->sender_.send(Kind::unloaded, std::to_string(status));
  ::_exit(0);
}

int Simulator::plot_callback(pvecinfoall plot, int, void* self) noexcept {
  static_cast<Simulator*>(self)->on_plot(*plot);
  return 0;
}

int Simulator::point_callback(pvecvaluesall point, int, int, void* self) noexcept {
  static_cast<Simulator*>(self)->on_point(*point);
  return 0;
}

int Simulator::thread_callback(NG_BOOL, int, void*) noexcept {
  return 0;
}

}  // namespace somn::ngspice
