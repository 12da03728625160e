/* Ranks where Nabla was built without MPI: there are none.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-search-ranks.h"

#include <glib/gi18n-lib.h>

NablaRanks *
nabla_ranks_new (void)
{
  if (g_getenv ("OMPI_COMM_WORLD_SIZE") != NULL)
    g_printerr ("%s\n",
                _("This nabla-cli was built without MPI: each process searches on its own."));
  return NULL;
}

void
nabla_ranks_free (NablaRanks *self)
{
}

gboolean
nabla_ranks_is_first (const NablaRanks *self)
{
  return TRUE;
}

guint
nabla_ranks_poll (NablaRanks *self, NablaSearch *search)
{
  return G_MAXINT;
}

gboolean
nabla_ranks_serve (NablaRanks *self,
                   NablaExperiment *experiment,
                   const NablaSearchOptions *options,
                   const gint *interrupted,
                   GError **error)
{
  return TRUE;
}
