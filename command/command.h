/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command.h - what the commands of `escape` have in common.

   Each command is one file, cmd-NAME.c, that defines one row of the table in
   main.c.  `--help`, the man pages and the completions are made of these
   rows.  */

#ifndef ESC_COMMAND_H
#define ESC_COMMAND_H

#include "set.h"

#include <argp.h>

enum esc_exit
{
  ESC_EXIT_OK = 0,
  ESC_EXIT_GATE = 1,      /* the gate fails */
  ESC_EXIT_USAGE = 2,     /* wrong use, or an input that cannot be read */
  ESC_EXIT_INCOMPLETE = 3 /* nothing analysed, or not all of it */
};

struct esc_command
{
  const char *name;
  const char *args;    /* "INPUT..." */
  const char *summary; /* a line */
  const char *text;    /* paragraphs for --help and the man page */
  const struct argp_option *options; /* its own */
  bool inputs;                       /* takes INPUT and the options of it */
  int (*run) (int argc, char **argv);
};

#define ESC_COMMAND(NAME) extern const struct esc_command esc_command_##NAME;
#include "commands.def"
#undef ESC_COMMAND

/* All of them, ended by NULL.  */
extern const struct esc_command *const esc_commands[];

/* ---- options -------------------------------------------------------------*/

/* What every command that takes INPUT can be told.  */
struct esc_inputs
{
  char **names;
  uint32_t nnames, cap;
  const char *root;     /* or NULL: found */
  enum esc_level level; /* or 0: the command's own */
};

extern const struct argp_option esc_input_options[];

/* Parse ARGV of COMMAND.  PARSE is asked first about every key, with
   state->input being INPUT; ARGP_ERR_UNKNOWN leaves it to the options of
   inputs, filled into IN (may be NULL).  Exits on --help and wrong use.  */
void esc_parse (const struct esc_command *, int argc, char **argv,
                argp_parser_t parse, void *input, struct esc_inputs *in);

/* ---- input ---------------------------------------------------------------*/

/* Read all of IN into a new set, not settled yet.  What cannot be read and was
   named is an error: then NULL.  */
struct esc_set *esc_read_inputs (const struct esc_inputs *in);

/* in-object.c, in-archive.c: take the facts out of the ELF file or archive at
   DATA, called NAME.  False if it is damaged (said).  */
bool esc_read_object (struct esc_set *, const char *name, void *data,
                      size_t size);
bool esc_read_archive (struct esc_set *, const char *name,
                       const unsigned char *data, size_t size);
/* in-object.c: the frames at DATA, of a section or file called NAME.  */
bool esc_read_frames (struct esc_set *, const char *name,
                      const unsigned char *data, size_t size);
/* in-sarif.c */
bool esc_read_sarif (struct esc_set *, const char *name, const char *data,
                     size_t size);
/* How we came upon a file: the user named it, a folder or a thin archive
   has it.  */
enum esc_input
{
  ESC_INPUT_NAMED,
  ESC_INPUT_FOUND,
  ESC_INPUT_MEMBER
};

/* input.c: one file.  False if it cannot be read (said).  */
bool esc_read_file (struct esc_set *, const char *name, enum esc_input);

/* ---- output --------------------------------------------------------------*/

/* A growing text.  */
struct esc_text
{
  char *data;
  size_t size, cap;
};

void esc_text_add (struct esc_text *, const char *fmt, ...)
    __attribute__ ((format (printf, 2, 3)));
void esc_text_bytes (struct esc_text *, const char *, size_t);

/* Say on standard error that something is wrong with FILE (NULL: with the
   call).  */
void esc_say (const char *file, const char *fmt, ...)
    __attribute__ ((format (printf, 2, 3)));

/* TEXT into FILE, or to standard output if FILE is NULL; false if it could not
   be written (said).  Frees TEXT's memory.  */
bool esc_deliver (struct esc_text *text, const char *file);

/* figures.c: the last lines of every summary, and the exit status that they
   mean: OK or INCOMPLETE.  */
void esc_figures_text (const struct esc_set *, struct esc_text *);
enum esc_exit esc_figures_status (const struct esc_set *);

/* The formats of `report`: out-NAME.c.  */
void esc_out_text (struct esc_set *, struct esc_text *);
void esc_out_json (struct esc_set *, struct esc_text *);
void esc_out_gitlab (struct esc_set *, struct esc_text *);
void esc_out_junit (struct esc_set *, struct esc_text *);
void esc_out_github (struct esc_set *, struct esc_text *);
void esc_out_html (struct esc_set *, struct esc_text *);
/* S inside XML or HTML.  */
void esc_text_markup (struct esc_text *, const char *s);

/* One finding as GCC would show it, with its path.  */
void esc_out_finding (struct esc_set *, const struct esc_item *,
                      struct esc_text *);

#endif
