# SPDX-License-Identifier: MIT
"""What the machine is: libraries it lacks, where resources are, signals."""
