use crate::tools::Outcome;
pub fn new_rule(_: &str) -> Outcome {
    Ok(())
}
