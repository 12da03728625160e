/* Titles of the words that experiment files use for choices.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-param.h"

G_BEGIN_DECLS

/* Returns: what people call the choice that a file writes as @word, translated:
 * `gradient_descent` is "Gradient descent"; @word itself if it has no title */
const char *nabla_choice_title (const char *word);

/* Returns: (transfer full) (array zero-terminated=1): titles of @spec's choices */
char **nabla_choice_titles (const NablaParamSpec *spec);

G_END_DECLS
