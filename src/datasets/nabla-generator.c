/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-generator.h"

#include "nabla-generators.h"

#define DECLARE(name) extern const NablaGenerator nabla_generator_##name;
#define ADDRESS(name) &nabla_generator_##name,

NABLA_GENERATORS (DECLARE)

static const NablaGenerator *const generators[] = { NABLA_GENERATORS (ADDRESS) NULL };

const NablaGenerator *const *
nabla_generators (void)
{
  return generators;
}

const NablaGenerator *
nabla_generator_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (const NablaGenerator *const *generator = generators; *generator != NULL; generator++)
    if (g_str_equal ((*generator)->name, name))
      return *generator;
  return NULL;
}
