/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-layout-cache.h"

/* A text that comes and goes, such as a number that ticks, is worth keeping for
 * about a second. */
#define KEPT_FRAMES 60

typedef struct
{
  NablaTextStyle style;
  char *text;
  PangoLayout *layout;
  double x, y;
  guint64 last_frame;
} Entry;

struct _NablaLayoutCache
{
  PangoContext *pango;
  GHashTable *entries; /* of Entry, which is its own key */
  guint64 frame;
  guint n_made;
};

/* What changes how a text is laid out; colors, halo and angle do not. */
static guint
entry_hash (gconstpointer key)
{
  const Entry *entry = key;
  guint hash = g_str_hash (entry->text);
  hash = hash * 33 + (guint) (entry->style.size * 64);
  return hash * 33 + (guint) entry->style.width;
}

static gboolean
entry_equal (gconstpointer a, gconstpointer b)
{
  const NablaTextStyle *x = &((const Entry *) a)->style, *y = &((const Entry *) b)->style;
  return x->size == y->size && x->bold == y->bold && x->italic == y->italic
         && x->is_markup == y->is_markup && x->x_align == y->x_align && x->y_align == y->y_align
         && x->width == y->width && x->max_lines == y->max_lines
         && g_str_equal (((const Entry *) a)->text, ((const Entry *) b)->text);
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;
  g_object_unref (entry->layout);
  g_free (entry->text);
  g_free (entry);
}

NablaLayoutCache *
nabla_layout_cache_new (void)
{
  NablaLayoutCache *self = g_new0 (NablaLayoutCache, 1);
  self->pango = nabla_text_context_new ();
  self->entries = g_hash_table_new_full (entry_hash, entry_equal, entry_free, NULL);
  return self;
}

void
nabla_layout_cache_free (NablaLayoutCache *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->entries);
  g_object_unref (self->pango);
  g_free (self);
}

PangoContext *
nabla_layout_cache_get_pango (NablaLayoutCache *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->pango;
}

PangoLayout *
nabla_layout_cache_get (
    NablaLayoutCache *self, const NablaTextStyle *style, const char *text, double *x, double *y)
{
  g_return_val_if_fail (self != NULL && style != NULL && text != NULL, NULL);

  Entry wanted = { .style = *style, .text = (char *) text };
  Entry *entry = g_hash_table_lookup (self->entries, &wanted);
  if (entry == NULL)
    {
      entry = g_memdup2 (&wanted, sizeof wanted);
      entry->text = g_strdup (text);
      entry->layout = nabla_text_layout (self->pango, style, text, &entry->x, &entry->y);
      g_hash_table_add (self->entries, entry);
      self->n_made++;
    }
  entry->last_frame = self->frame;
  *x = entry->x;
  *y = entry->y;
  return entry->layout;
}

static gboolean
is_old (gpointer key, gpointer value, gpointer data)
{
  return ((const Entry *) key)->last_frame + KEPT_FRAMES < *(const guint64 *) data;
}

void
nabla_layout_cache_sweep (NablaLayoutCache *self)
{
  g_return_if_fail (self != NULL);

  if (++self->frame % KEPT_FRAMES == 0)
    g_hash_table_foreach_remove (self->entries, is_old, &self->frame);
}

guint
nabla_layout_cache_n_made (NablaLayoutCache *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_made;
}
