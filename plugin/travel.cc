/* SPDX-License-Identifier: GPL-3.0-or-later */
/* travel.cc - findings leave the compilation: in the object file, as SARIF.

   The section .escape.facts is not loaded, and linkers discard it
   (SHF_EXCLUDE): a program is the same bytes with and without.  It is written
   as assembler text when the unit is finished, so it is also in the output of
   -S, in LTO objects and in what compiler caches keep.

   `escape run` names a folder in the environment (ESCAPE_FACTS_DIR): the same
   bytes go there too, under a name made of them, because the objects of a
   compilation that also links are gone when the compiler returns.

   Invariant: nothing here can break the compilation, except that an output
   that was asked for and cannot be written is an error.  */

#include "travel.h"
#include "alloc.h"
#include "arguments.h"
#include "diagnostics.h"
#include "embed.h"
#include "frame.h"
#include "lower.h"
#include "module-code.h"
#include "path.h"
#include "pragmas.h"
#include "record.h"
#include "sarif.h"
#include "save.h"

#include <sys/stat.h>

static struct esc_unit *unit;

bool
esc_travel_wanted (void)
{
  return esc_settings.value[ESC_ARG_FACTS] || esc_settings.sarif;
}

/* ---- positions ----------------------------------------------------------- */

/* The number of code points in the first N bytes of TEXT.  */
static unsigned
code_points (const char *text, size_t n)
{
  unsigned points = 0;
  for (size_t i = 0; i < n; i++)
    points += ((unsigned char)text[i] & 0xc0) != 0x80;
  return points;
}

static bool
position_of (location_t where, struct esc_position *p)
{
  expanded_location x = expand_location (esc_gcc_reader_location (where));
  if (where <= BUILTINS_LOCATION || !x.file || x.line <= 0)
    return false;
  size_t size;
  const char *text = esc_gcc_source_line (x.file, x.line, &size);
  p->file = remap_debug_filename (x.file);
  p->line = x.line;
  p->column = x.column;
  if (text && x.column > 0 && (size_t)x.column <= size)
    p->column = code_points (text, x.column - 1) + 1;
  return true;
}

static bool
locate (void *, esc_loc loc, struct esc_position *p)
{
  return position_of (esc_lower_location (loc), p);
}

/* Long lines are cut: they are shown, and told from others.  */
static const char *
line_of (void *, esc_loc loc)
{
  static char buf[401];
  size_t size;
  expanded_location x
      = expand_location (esc_gcc_reader_location (esc_lower_location (loc)));
  const char *text = esc_gcc_source_line (x.file, x.line, &size);
  if (!text)
    return NULL;
  size = MIN (size, sizeof buf - 1);
  /* Not through a character, and nothing that is no text.  */
  while (size && ((unsigned char)text[size - 1] & 0xc0) == 0x80
         && size == sizeof buf - 1)
    size--;
  for (size_t i = 0; i < size; i++)
    buf[i] = text[i] ? text[i] : ' ';
  buf[size] = '\0';
  return buf;
}

/* ---- what is meant ------------------------------------------------------- */

struct asking
{
  const struct esc_module *m;
};

static enum esc_suppressed
suppressed (void *arg, const struct esc_finding *f, const struct esc_position *,
            const char **reason)
{
  const struct asking *a = (const struct asking *)arg;
  const char *why
      = esc_pragmas_reason (esc_finding_location (a->m, f), f->rule);
  *reason = why ? why : "";
  if (why)
    return ESC_SUPPRESSED_IN_SOURCE;
  if (esc_settings.enabled[f->rule])
    return ESC_SHOWN;
  *reason = "disabled on the compiler's command line";
  return ESC_SUPPRESSED_BY_ARGUMENT;
}

static bool
is_error (void *, const struct esc_finding *f)
{
  return esc_settings.error[f->rule];
}

/* The lines from BEGIN to END, as far as they are in the file of AT.  */
static void
lines_of (const struct esc_pragma *p, struct esc_unit_suppression *s)
{
  expanded_location at = expand_location (p->where);
  expanded_location begin = expand_location (p->begin);
  expanded_location end = expand_location (p->end);
  bool here = begin.file && !strcmp (begin.file, at.file);
  s->first = here ? MIN (begin.line, at.line) : at.line;
  s->last = UINT32_MAX;
  if (p->end != (location_t)-1 && end.file && !strcmp (end.file, at.file))
    s->last = end.line;
}

static void
take_suppression (const struct esc_pragma *p)
{
  struct esc_unit_suppression s = {};
  if (!position_of (p->where, &s.at))
    return;
  s.at.file = esc_unit_string (unit, s.at.file);
  s.rules = esc_unit_string (unit, p->rules);
  s.reason = esc_unit_string (unit, p->reason);
  s.used = p->used;
  lines_of (p, &s);
  esc_unit_add_suppression (unit, &s);
}

/* ---- keeping ------------------------------------------------------------- */

/* A module and its report on their way through esc_guard.  */
struct taking
{
  struct esc_module *m;
  const struct esc_report *r;
};

static void
begin_unit (void *)
{
  char compiler[80];
  snprintf (compiler, sizeof compiler, "gcc %s", gcc_version.basever);
  unit = esc_unit_new ();
  unit->version = ESC_VERSION;
  unit->compiler = esc_unit_string (unit, compiler);
  unit->dir = esc_unit_string (unit, remap_debug_filename (get_src_pwd ()));
  unit->main
      = esc_unit_string (unit, remap_debug_filename (main_input_filename));
  unit->level = (uint8_t)esc_settings_options ().level;
}

static void
take_report (void *arg)
{
  const struct taking *t = (const struct taking *)arg;
  struct asking asking = { t->m };
  struct esc_unit_source source
      = { &asking, locate, line_of, suppressed, is_error };
  begin_unit (NULL);
  esc_unit_take (unit, t->m, t->r, &source);
  esc_pragmas_each (take_suppression);
  if (esc_settings.value[ESC_ARG_FACTS] > 1)
    esc_embed (unit, t->m, esc_settings.value[ESC_ARG_FACTS] > 2, locate);
}

void
esc_travel_failed (const char *why)
{
  char *copy = xstrdup (why); /* of the guard before */
  const char *failed = esc_guard (begin_unit, NULL);
  if (failed)
    inform (UNKNOWN_LOCATION, "escape: the findings are lost: %s", failed);
  else
    unit->failed = esc_unit_string (unit, copy);
  free (copy);
}

void
esc_travel_take (struct esc_module *m, const struct esc_report *r)
{
  struct taking t = { m, r };
  const char *failed = esc_guard (take_report, &t);
  if (failed)
    esc_travel_failed (failed);
}

/* ---- writing ------------------------------------------------------------- */

struct framed
{
  unsigned char *data;
  size_t size;
};

static void
pack_unit (void *arg)
{
  struct framed *f = (struct framed *)arg;
  size_t nraw;
  unsigned char *raw = esc_unit_write (unit, &nraw);
  f->data = esc_frame_pack (raw, nraw, &f->size);
  free (raw);
  if (!f->data)
    esc_fatal ("memory ran out");
}

static void
write_section (const struct framed *f)
{
  switch_to_section (
      get_section (ESC_FACTS_SECTION, SECTION_DEBUG | SECTION_EXCLUDE, NULL));
  assemble_string ((const char *)f->data, (int)f->size);
}

/* FNV-1a, for a name; H is that of what came before, or 0.  */
static uint64_t
hash_bytes (uint64_t h, const void *data, size_t n)
{
  const unsigned char *p = (const unsigned char *)data;
  h = h ? h : 0xcbf29ce484222325u;
  for (size_t i = 0; i < n; i++)
    h = (h ^ p[i]) * 0x100000001b3u;
  return h;
}

static void
write_to_folder (const struct framed *f, const char *folder)
{
  char *file = xasprintf ("%s/%016llx.facts", folder,
                          (unsigned long long)hash_bytes (0, f->data, f->size));
  if (!esc_save (file, f->data, f->size))
    error_at (UNKNOWN_LOCATION, "escape: %s: %s", file, xstrerror (errno));
  free (file);
}

static void
write_facts (void)
{
  struct framed f = {};
  const char *failed = esc_guard (pack_unit, &f);
  if (failed)
    {
      inform (UNKNOWN_LOCATION, "escape: no facts were embedded: %s", failed);
      return;
    }
  const char *folder = getenv ("ESCAPE_FACTS_DIR");
  if (folder && *folder)
    write_to_folder (&f, folder);
  if (asm_out_file)
    write_section (&f);
  free (f.data);
}

/* ---- SARIF --------------------------------------------------------------- */

static void
sarif_of_unit (void *arg)
{
  struct framed *f = (struct framed *)arg;
  char *root = esc_path_root (unit->dir);
  struct esc_set *set = esc_set_new (root);
  free (root);
  esc_set_add (set, unit);
  unit = NULL; /* it is the set's */
  esc_set_settle (set, (enum esc_level)esc_settings.value[ESC_ARG_LEVEL]);
  f->data = (unsigned char *)esc_sarif_write (set, &f->size);
  esc_set_free (set);
  if (!f->data)
    esc_fatal ("memory ran out");
}

static bool
is_folder (const char *name)
{
  struct stat st;
  size_t n = strlen (name);
  return (n && name[n - 1] == '/')
         || (!stat (name, &st) && S_ISDIR (st.st_mode));
}

/* The file of this compilation in FOLDER, which is made if need be.  Another
   source, another place to run in or another output is another file; the same
   again replaces it.  */
static char *
file_in_folder (const char *folder)
{
  const char *output = dump_base_name ? dump_base_name : "";
  uint64_t h = hash_bytes (0, unit->dir, strlen (unit->dir) + 1);
  h = hash_bytes (h, unit->main, strlen (unit->main) + 1);
  h = hash_bytes (h, output, strlen (output) + 1);
  if (aux_base_name)
    h = hash_bytes (h, aux_base_name, strlen (aux_base_name));
  mkdir (folder, 0777);
  size_t n = strlen (folder);
  return xasprintf ("%s%s%s-%016llx.sarif", folder,
                    n && folder[n - 1] == '/' ? "" : "/",
                    lbasename (unit->main), (unsigned long long)h);
}

static void
write_sarif (void)
{
  struct framed f = {};
  char *file = is_folder (esc_settings.sarif)
                   ? file_in_folder (esc_settings.sarif)
                   : xstrdup (esc_settings.sarif);
  const char *failed = esc_guard (sarif_of_unit, &f);
  if (failed)
    error_at (UNKNOWN_LOCATION, "escape: %s: %s", file, failed);
  else if (!esc_save (file, f.data, f.size))
    error_at (UNKNOWN_LOCATION, "escape: %s: %s", file, xstrerror (errno));
  free (f.data);
  free (file);
}

void
esc_travel_write (void)
{
  if (!unit || seen_error ())
    return;
  if (esc_settings.value[ESC_ARG_FACTS])
    write_facts ();
  if (esc_settings.sarif)
    write_sarif ();
  esc_unit_free (unit);
  unit = NULL;
}
