// SIGTERM as a request: the run ends at its next accepted time point.
#pragma once

namespace somn::ngspice {

void listen_for_stop();
bool stop_requested();

}  // namespace somn::ngspice
