/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-error.h"

G_DEFINE_QUARK (nabla-error-quark, nabla_error)
