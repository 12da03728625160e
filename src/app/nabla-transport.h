/* The transport: reset, play, step, speed, and the run's cost in miniature.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Steps a second at first: small networks would be done before anybody saw them learn. */
#define NABLA_TRANSPORT_SPEED 500.0

#define NABLA_TYPE_TRANSPORT (nabla_transport_get_type ())
G_DECLARE_FINAL_TYPE (NablaTransport, nabla_transport, NABLA, TRANSPORT, GtkBox)

/* Shows @session and steers it by the actions bench.play, bench.step, bench.step-back,
 * bench.branch, bench.reset and bench.speed, which whoever holds the transport provides; the
 * timeline seeks by itself. */
void nabla_transport_set_session (NablaTransport *self, NablaSession *session);

/* @speed: steps a second, as bench.speed has it */
void nabla_transport_set_speed (NablaTransport *self, double speed);

/* Leaves out what there is no room for. */
void nabla_transport_set_narrow (NablaTransport *self, gboolean narrow);

/* How much larger than usual its text is. */
void nabla_transport_set_scale (NablaTransport *self, double scale);

/* Returns: (transfer full): @number with separators between thousands, as figures have them */
char *nabla_transport_format_count (gint64 number);

G_END_DECLS
