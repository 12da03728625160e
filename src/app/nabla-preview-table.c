/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-preview-table.h"

#include "nabla-histogram.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What takes two milliseconds or so. */
enum { COLUMNS_AT_ONCE = 8 };

/* Of a picture, in pixels of the screen. */
enum { PICTURE_SIZE = 64 };

struct _NablaPreviewTable {
  GtkWidget parent_instance;
  GtkWidget *box;
  GtkWidget *label;                  /* the label's column */
  GtkWidget *columns;                /* the others */
  const NablaImportPreview *preview; /* (nullable): what is shown */
  char **left_out;                   /* (nullable) */
  GPtrArray *heads; /* of the columns so far; those that can be left out are buttons */
  guint idle;       /* while there are columns to be added */
  gboolean updating;
};

enum { TOGGLED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaPreviewTable, nabla_preview_table, GTK_TYPE_WIDGET)

static void
toggled_cb (GtkToggleButton *head, NablaPreviewTable *self)
{
  if (!self->updating)
    g_signal_emit (self, signals[TOGGLED], 0, g_object_get_data (G_OBJECT (head), "name"),
                   gtk_toggle_button_get_active (head));
}

/* What the histogram shows, in words. */
static char *
describe_column (const NablaPreviewColumn *column)
{
  const NablaColumnProfile *profile = &column->profile;
  if (column->is_text && profile->n_words > 0)
    return g_strdup_printf (
      ngettext ("%u different word", "%u different words", profile->n_different),
      profile->n_different);
  g_autofree char *from = nabla_import_number_text (profile->min);
  g_autofree char *to = nabla_import_number_text (profile->max);
  /* Translators: the smallest and the largest value of a column. */
  return g_strdup_printf (_("from %s to %s"), from, to);
}

/* Bars of the values from left to right, or of the words, the most frequent first. */
static GtkWidget *
make_histogram (const NablaPreviewColumn *column, const char *description)
{
  const NablaColumnProfile *profile = &column->profile;
  double bars[MAX (NABLA_PROFILE_MAX_BINS, NABLA_PROFILE_MAX_WORDS + 1)];
  guint n = 0;
  if (profile->type == NABLA_COLUMN_TEXT)
    {
      for (; n < profile->n_words; n++)
        bars[n] = (double) profile->counts[n];
      if (profile->n_others > 0)
        bars[n++] = (double) profile->n_others;
    }
  else
    for (; n < profile->n_bins; n++)
      bars[n] = (double) profile->bins[n];
  GtkWidget *histogram = nabla_histogram_new ();
  nabla_histogram_set_counts (NABLA_HISTOGRAM (histogram), bars, n);
  nabla_histogram_set_accent (NABLA_HISTOGRAM (histogram), column->is_label);
  nabla_histogram_set_description (NABLA_HISTOGRAM (histogram), description);
  return histogram;
}

static GtkWidget *
make_head_content (const NablaPreviewColumn *column, const char *description)
{
  GtkWidget *names = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *type = gtk_label_new (column->is_text ? "A" : "#");
  gtk_widget_add_css_class (type, "type");
  gtk_box_append (GTK_BOX (names), type);
  GtkWidget *name = gtk_label_new (column->name);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 16);
  gtk_label_set_width_chars (GTK_LABEL (name), 5);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_add_css_class (name, "name");
  gtk_box_append (GTK_BOX (names), name);

  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (content), names);
  gtk_box_append (GTK_BOX (content), make_histogram (column, description));
  return content;
}

/* Only the head of what can be left out is a button. */
static GtkWidget *
make_head (NablaPreviewTable *self, const NablaPreviewColumn *column)
{
  g_autofree char *what = describe_column (column);
  GtkWidget *content = make_head_content (column, what);
  GtkWidget *head = content;
  if (!column->can_leave_out)
    gtk_widget_set_tooltip_text (head, what);
  else
    {
      head = gtk_toggle_button_new ();
      gtk_button_set_child (GTK_BUTTON (head), content);
      gtk_button_set_has_frame (GTK_BUTTON (head), FALSE);
      g_object_set_data_full (G_OBJECT (head), "name", g_strdup (column->name), g_free);
      g_signal_connect (head, "toggled", G_CALLBACK (toggled_cb), self);
      g_autofree char *name = g_strdup_printf ("%s, %s", column->name, what);
      gtk_accessible_update_property (GTK_ACCESSIBLE (head), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                      -1);
    }
  gtk_widget_add_css_class (head, "head");
  return head;
}

static GtkWidget *
make_cell (const NablaPreviewColumn *column, guint row)
{
  const char *text = column->cells[row];
  GtkWidget *label = gtk_label_new (text != NULL ? text : _("missing"));
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 18);
  gboolean at_start = column->is_text;
  gtk_label_set_xalign (GTK_LABEL (label), at_start ? 0 : 1);
  if (text == NULL)
    {
      gtk_widget_add_css_class (label, "missing");
      gtk_widget_set_halign (label, at_start ? GTK_ALIGN_START : GTK_ALIGN_END);
      gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
    }
  GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_vexpand (label, TRUE);
  gtk_widget_add_css_class (cell, "cell");
  gtk_box_append (GTK_BOX (cell), label);
  return cell;
}

static GtkWidget *
make_column (NablaPreviewTable *self, const NablaPreviewColumn *column, guint n_rows)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *head = make_head (self, column);
  gtk_widget_add_css_class (box, "column");
  if (column->is_label)
    gtk_widget_add_css_class (box, "label");
  gtk_box_append (GTK_BOX (box), head);
  for (guint i = 0; i < n_rows; i++)
    gtk_box_append (GTK_BOX (box), make_cell (column, i));
  g_ptr_array_add (self->heads, head);
  return box;
}

/* Whether the widgets of the last preview show the new one, too: another label of the
 * same columns is another order, a file that was read in another way has other cells. */
static gboolean
is_alike (const NablaImportPreview *a, const NablaImportPreview *b)
{
  if (a == NULL || a->n_columns != b->n_columns || a->n_rows != b->n_rows || a->n_more != b->n_more)
    return FALSE;
  for (guint k = 0; k < a->n_columns; k++)
    {
      const NablaPreviewColumn *from = &a->columns[k], *to = &b->columns[k];
      if (from->index != to->index || from->is_text != to->is_text
          || !g_str_equal (from->name, to->name) || from->profile.n_values != to->profile.n_values
          || from->profile.n_missing != to->profile.n_missing)
        return FALSE;
      for (guint i = 0; i < a->n_rows; i++)
        if (g_strcmp0 (from->cells[i], to->cells[i]) != 0)
          return FALSE;
    }
  return TRUE;
}

static void
remove_children (GtkWidget *box)
{
  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_first_child (box))
    gtk_box_remove (GTK_BOX (box), child);
}

/* Pixels as squares: a texture that GTK enlarges would be blurred. */
static GdkTexture *
make_texture (const NablaImportPreview *preview, const guint8 *pixels)
{
  guint times = (PICTURE_SIZE + MAX (preview->width, preview->height) - 1)
                / MAX (preview->width, preview->height);
  gsize width = (gsize) preview->width * times, height = (gsize) preview->height * times;
  guint8 *enlarged = g_malloc (3 * width * height);
  for (gsize y = 0; y < height; y++)
    for (gsize x = 0; x < width; x++)
      memcpy (enlarged + 3 * (y * width + x), pixels + 3 * (y / times * preview->width + x / times),
              3);
  g_autoptr (GBytes) bytes = g_bytes_new_take (enlarged, 3 * width * height);
  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_R8G8B8, bytes, 3 * width);
}

static void
build_pictures (NablaPreviewTable *self, const NablaImportPreview *preview)
{
  for (guint k = 0; k < preview->n_pictures; k++)
    {
      const NablaPreviewPicture *picture = &preview->pictures[k];
      g_autoptr (GdkTexture) texture = make_texture (preview, picture->pixels);
      GtkWidget *image = gtk_picture_new_for_paintable (GDK_PAINTABLE (texture));
      gtk_widget_set_size_request (image, PICTURE_SIZE, PICTURE_SIZE);
      gtk_picture_set_can_shrink (GTK_PICTURE (image), TRUE);
      gtk_picture_set_alternative_text (GTK_PICTURE (image), picture->label);
      gtk_widget_set_overflow (image, GTK_OVERFLOW_HIDDEN);
      gtk_widget_add_css_class (image, "picture");
      GtkWidget *label = gtk_label_new (picture->label);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 10);
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
      gtk_widget_add_css_class (box, "pictured");
      gtk_box_append (GTK_BOX (box), image);
      gtk_box_append (GTK_BOX (box), label);
      gtk_box_append (GTK_BOX (self->columns), box);
    }
}

static void
show_use (GtkWidget *head, const NablaPreviewColumn *column, gboolean is_left_out)
{
  gboolean is_fixed = !column->is_used && !is_left_out;
  GtkWidget *box = gtk_widget_get_parent (head);
  g_autofree char *tip = NULL;
  if (is_fixed)
    tip = g_strdup (_("Left out: it cannot help to predict"));
  else
    {
      g_autofree char *what = describe_column (column);
      /* Translators: what is in a column, then what a click on it does. */
      tip = g_strdup_printf ("%s\n%s", what,
                             is_left_out ? _("Left out. Click to use it")
                                         : _("Click to leave it out"));
    }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (head), !is_left_out && column->is_used);
  gtk_widget_set_sensitive (head, !is_fixed);
  gtk_widget_set_tooltip_text (head, tip);
  if (is_left_out || is_fixed)
    gtk_widget_add_css_class (box, "unused");
  else
    gtk_widget_remove_css_class (box, "unused");
}

static void
show_column (NablaPreviewTable *self, guint k)
{
  const NablaPreviewColumn *column = &self->preview->columns[k];
  const char *const *left_out = (const char *const *) self->left_out;
  if (!column->can_leave_out)
    return;
  self->updating = TRUE;
  show_use (g_ptr_array_index (self->heads, k), column,
            left_out != NULL && g_strv_contains (left_out, column->name));
  self->updating = FALSE;
}

static void
add_more (NablaPreviewTable *self)
{
  guint n_more = self->preview->n_more;
  g_autofree char *text
    = g_strdup_printf (ngettext ("and %u column more", "and %u columns more", n_more), n_more);
  GtkWidget *more = gtk_label_new (text);
  gtk_widget_add_css_class (more, "more");
  gtk_box_append (GTK_BOX (self->columns), more);
}

/* Many columns are added a few at a time, so that the window does not stand still. */
static gboolean
add_columns_cb (gpointer data)
{
  NablaPreviewTable *self = data;
  const NablaImportPreview *preview = self->preview;
  guint end = MIN (preview->n_columns, self->heads->len + COLUMNS_AT_ONCE);
  for (guint k = self->heads->len; k < end; k++)
    {
      const NablaPreviewColumn *column = &preview->columns[k];
      gtk_box_append (GTK_BOX (column->is_label ? self->label : self->columns),
                      make_column (self, column, preview->n_rows));
      show_column (self, k);
    }
  if (end < preview->n_columns)
    return G_SOURCE_CONTINUE;
  if (preview->n_more > 0)
    add_more (self);
  self->idle = 0;
  return G_SOURCE_REMOVE;
}

static void
build (NablaPreviewTable *self)
{
  g_clear_handle_id (&self->idle, g_source_remove);
  remove_children (self->label);
  remove_children (self->columns);
  g_ptr_array_set_size (self->heads, 0);
  if (self->preview->n_pictures > 0)
    build_pictures (self, self->preview);
  else if (add_columns_cb (self))
    self->idle = g_idle_add (add_columns_cb, self);
}

void
nabla_preview_table_show (NablaPreviewTable *self,
                          const NablaImportPreview *preview,
                          const char *const *left_out)
{
  g_return_if_fail (NABLA_IS_PREVIEW_TABLE (self));
  g_return_if_fail (preview != NULL);

  gboolean alike = is_alike (self->preview, preview);
  self->preview = preview;
  g_strfreev (self->left_out);
  self->left_out = g_strdupv ((char **) left_out);
  if (!alike)
    build (self);
  else
    for (guint k = 0; k < self->heads->len; k++)
      show_column (self, k);
}

static void
nabla_preview_table_dispose (GObject *object)
{
  NablaPreviewTable *self = NABLA_PREVIEW_TABLE (object);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->left_out, g_strfreev);
  g_clear_pointer (&self->heads, g_ptr_array_unref);
  G_OBJECT_CLASS (nabla_preview_table_parent_class)->dispose (object);
}

static void
nabla_preview_table_class_init (NablaPreviewTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = nabla_preview_table_dispose;
  signals[TOGGLED] = g_signal_new ("toggled", NABLA_TYPE_PREVIEW_TABLE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "preview-table");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
nabla_preview_table_init (NablaPreviewTable *self)
{
  self->heads = g_ptr_array_new ();
  self->label = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_hexpand (self->label, FALSE);
  self->columns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  GtkWidget *viewport = gtk_viewport_new (NULL, NULL);
  gtk_scrollable_set_hscroll_policy (GTK_SCROLLABLE (viewport), GTK_SCROLL_NATURAL);
  gtk_viewport_set_child (GTK_VIEWPORT (viewport), self->columns);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), viewport);
  gtk_widget_set_hexpand (scrolled, TRUE);

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_box_append (GTK_BOX (self->box), self->label);
  gtk_box_append (GTK_BOX (self->box), scrolled);
  gtk_widget_add_css_class (self->box, "card");
  gtk_widget_set_overflow (self->box, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("First rows"), -1);
}
