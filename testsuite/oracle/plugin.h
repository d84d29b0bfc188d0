/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plugin.h - what the plugin says of a file of programs.

     struct said said;
     plugin_ask (&how, file, "-O2", "audit", programs, n, &said);

   Each finding and note is given back to the program and variable that it is
   about, by the names and lines of print.c.  */

#ifndef ORACLE_PLUGIN_H
#define ORACLE_PLUGIN_H

#include "program.h"

enum note_kind
{
  NOT_A_NOTE,
  NOTE_NO_ESCAPE,
  NOTE_LEAK,
  NOTE_CONTENT,
  NOTE_RESULT,
  NOTE_PARAM,
  NOTE_OTHER
};

enum place
{
  PLACE_ANY,
  PLACE_RESULT,
  PLACE_GLOBAL, /* in a global variable itself */
  PLACE_MEMORY  /* anywhere but in the result */
};

struct saying
{
  struct program *program;
  enum note_kind note;
  struct var *var;    /* the object or parameter, or NULL */
  enum place place;   /* where a finding says that the address is */
  struct var *holder; /* PLACE_GLOBAL: the global */
  int site;           /* of malloc, or -1 */
  int level;          /* of NOTE_RESULT and NOTE_PARAM */
  int line;
  const char *rule; /* of a finding */
  const char *text; /* the whole line from its number on */
};

struct said
{
  struct saying *all; /* in the order of the compiler's output */
  int n;
  char *text; /* that they point into */
};

struct compiler
{
  const char *cc, *plugin, *folder; /* FOLDER: for scratch files */
};

/* Compile FILE at OPTIMISE with "level=LEVEL", and with notes if NOTES.
   Returns false if the compilation failed: then said.text tells why.  */
bool plugin_ask (const struct compiler *, const char *file,
                 const char *optimise, const char *level, bool notes,
                 struct program **, int n, struct said *);
void said_free (struct said *);

#endif
