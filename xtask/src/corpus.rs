use crate::tools::Outcome;
pub fn corpus(_: &[&str]) -> Outcome {
    Ok(())
}
pub fn quickly(_: &[&str]) -> Outcome {
    Ok(())
}
