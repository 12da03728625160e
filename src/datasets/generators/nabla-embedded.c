/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-embedded.h"

#include "nabla-embedded-table.h"
#include "nabla-sets-resource.h"

NablaSource *
nabla_embedded_table (const char *name, const char *title, GError **error)
{
  g_return_val_if_fail (name != NULL && title != NULL, NULL);

  g_autofree char *path = g_strdup_printf ("/org/nabla/Nabla/sets/%s.csv", name);
  /* Named here, the resource is not lost when this library is linked. */
  g_autoptr (GBytes) bytes = g_resource_lookup_data (nabla_sets_get_resource (), path,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL)
    return NULL;

  static const NablaReadOptions csv = {
    .delimiter = ',',
    .decimal_point = '.',
    .header = NABLA_HEADER_PRESENT,
    .encoding = "UTF-8",
  };
  gsize length;
  const void *text = g_bytes_get_data (bytes, &length);
  return nabla_source_from_bytes (title, text, length, &csv, error);
}

NablaDataset *
nabla_embedded_load (const char *name, const char *title, GError **error)
{
  g_return_val_if_fail (name != NULL && title != NULL, NULL);

  g_autoptr (NablaSource) source = nabla_embedded_table (name, title, error);
  if (source == NULL)
    return NULL;

  guint n_x = source->table->n_columns - 1;
  g_autofree const char **features = g_new0 (const char *, n_x + 1);
  for (guint j = 0; j < n_x; j++)
    features[j] = source->table->columns[j].name;
  NablaDatasetOptions options = NABLA_DATASET_OPTIONS_INIT;
  options.label = source->table->columns[n_x].name;
  options.features = features;
  return nabla_source_to_dataset (source, &options, NULL, NULL, error);
}
