#!/usr/bin/env bash
# The proofs of booking and calls, many times over: rounds of 64 claimers on one slot, random operations against the
# model, histories of 16 clients, and deliveries in any order. Every run draws new cases; a failure prints its own.
#
#   tests/stress/run.sh [TIMES]     20 times what every test run does, when not given
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export CALLWAITING_STRESS=${1:-20}
exec cargo test --locked -p callwaiting-engine --test proof -- --nocapture \
  round_after_round whatever_order same_story every_history what_is_offered
