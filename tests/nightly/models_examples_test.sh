#!/usr/bin/env bash
# The network of a thousand junctions with tight tolerances in its three forms (tests/conformance/models_examples_test.sh).
SOMN_NIGHTLY=1 exec "$SOMN_SOURCE_DIR"/tests/conformance/models_examples_test.sh 16_network_1000/network.cir
