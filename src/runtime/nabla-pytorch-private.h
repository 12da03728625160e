/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "nabla-trainer.h"

G_BEGIN_DECLS

/* Returns: whether a script can do what @trainer does; if not, a sentence says what */
gboolean nabla_pytorch_check (const NablaTrainer *trainer, GError **error);

/* Returns: (transfer full): the script; @arrays is what it calls its file of numbers */
char *nabla_pytorch_script (const NablaTrainer *trainer, const char *arrays);

G_END_DECLS
