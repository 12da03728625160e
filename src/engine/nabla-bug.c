/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-bug.h"

#include "nabla-registry-private.h"

const NablaBug *const *
nabla_bugs (NablaPrecision precision)
{
  g_return_val_if_fail (precision < NABLA_N_PRECISIONS, NULL);

  return nabla_typed_lists (precision)->bugs;
}

const NablaBug *
nabla_bug_find (NablaPrecision precision, const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (const NablaBug *const *bug = nabla_bugs (precision); *bug != NULL; bug++)
    if (g_str_equal ((*bug)->name, name))
      return *bug;
  return NULL;
}

const NablaBugOp *
nabla_bug_of_op (const NablaBug *self, const char *op)
{
  g_return_val_if_fail (op != NULL, NULL);

  for (const NablaBugOp *i = self != NULL ? self->ops : NULL; i != NULL && i->right != NULL; i++)
    if (g_str_equal (i->right->name, op))
      return i;
  return NULL;
}

const NablaBugOptimizer *
nabla_bug_of_optimizer (const NablaBug *self, const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  const NablaBugOptimizer *i = self != NULL ? self->optimizers : NULL;
  for (; i != NULL && i->right != NULL; i++)
    if (g_str_equal (i->right->name, name))
      return i;
  return NULL;
}

char *
nabla_bug_words (const NablaBug *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr (GString) words = g_string_new (NULL);
  for (const NablaBugOp *i = self->ops; i != NULL && i->right != NULL; i++)
    g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", i->right->name);
  for (const NablaBugOptimizer *i = self->optimizers; i != NULL && i->right != NULL; i++)
    g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", i->right->name);
  return g_string_free (g_steal_pointer (&words), FALSE);
}
