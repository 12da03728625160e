/* Pages of the gallery.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

typedef struct {
  const char *name;
  GtkWidget *(*create) (void);
} GalleryPage;

/* ends with an entry without a name */
extern const GalleryPage gallery_pages[];
