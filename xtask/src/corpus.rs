use crate::tools::Outcome;
pub fn corpus(_: &[&str]) -> Outcome {
    Ok(())
}
