//! The project's own commands: `cargo xtask COMMAND`.

// clippy.toml keeps files, clocks and the environment out of the library; here they are the work.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use std::process::ExitCode;

mod alembic;
mod bench;
mod corpus;
mod dist;
mod downgrades;
mod engines;
mod fixes;
mod new_rule;
mod pages;
mod serve;
mod slim;
mod test;
mod tools;
mod types;

const USAGE: &str = "usage: cargo xtask COMMAND

  serve [--port N]        build the page and serve it on this machine
  dist                    build the npm package and the page into dist/
  test                    every check there is; .ci/run calls it
  corpus [NAME…]          download real migrations and judge them (--alone: each Alembic revision by itself;
                          --alembic; --target DATABASE; --every-target: Alembic's for each of five; --debug;
                          --draw N: print N findings of each, drawn by chance; --seed S: draw others)
  fixes [NAME…]           put every fix into effect on copies of Alembic's corpora, write their ways down, and look
                          whether Python takes the result and the findings are gone (--debug)
  downgrades [NAME…]      grade the ways down of Alembic's corpora (--debug; --grade GRADE --draw N --seed S: print N of
                          a grade with their reasons and their source)
  alembic [NAME…]         compare revisions' graph and SQL with Alembic itself, over those corpora or all
  engines postgres        ask real servers what the effects engine says about them
  engines mariadb         the same of MariaDB, and of MySQL with `engines mysql`, by Debian's packages
  engines sqlite          the same of SQLite, by pinned packages
  engines downgrades      run what `revert` writes for our examples on PostgreSQL and SQLite: up, down and up again
  bench [PART]            measure speed and memory, native and wasm: sizes, history, dialects, paste; and squawk beside ours
  new-rule GROUP/NAME     make a rule's page, check and mod line
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["serve"] => serve::serve(4180),
        ["serve", "--port", port] => match port.parse() {
            Ok(port) => serve::serve(port),
            Err(_) => Err(format!("`{port}` is not a port; write a number up to 65535")),
        },
        ["dist"] => dist::dist(),
        ["test"] => test::test(),
        ["corpus", names @ ..] => corpus::corpus(names),
        ["fixes", args @ ..] => fixes::fixes(args),
        ["downgrades", args @ ..] => downgrades::downgrades(args),
        ["alembic", args @ ..] => alembic::alembic(args),
        ["engines", rest @ ..] => engines::command(rest),
        ["bench"] => bench::bench(None),
        ["bench", part] => bench::bench(Some(part)),
        ["new-rule", rule] => new_rule::new_rule(rule),
        // Cargo calls this for tests/web.rs, with the wasm and the test's arguments.
        [tools::BROWSER_RUNNER, rest @ ..] => test::run_in_browser(rest),
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}
