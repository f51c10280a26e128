#!/usr/bin/env bash
# The decks of examples with films that take a minute, too.
SOMN_NIGHTLY=1 exec bash "$SOMN_SOURCE_DIR/tests/conformance/component_examples_test.sh"
