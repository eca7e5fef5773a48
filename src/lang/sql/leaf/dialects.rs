//! The dialects as sqlparser knows them, without their statements.
//!
//! A dialect's way into whole statements would bring the reader of every statement along, a tenth of the wasm, though
//! only expressions and queries are ever asked for; and its operators that are words would bring the copying of the whole
//! tree, for which our tokens hold others (`super::word_operator`). The rest answers as sqlparser's own dialects do.

use std::any::TypeId;

use sqlparser::ast::GranteesType;
use sqlparser::dialect::{self as theirs, Precedence};
use sqlparser::keywords::Keyword;
use sqlparser::parser::{Parser, ParserError};

use crate::dialect::Dialect;

/// What reads the expressions and queries of a dialect.
pub(super) fn of(dialect: Dialect) -> &'static dyn theirs::Dialect {
    match dialect {
        Dialect::Postgres => &Queries(theirs::PostgreSqlDialect {}),
        Dialect::Mysql | Dialect::Mariadb => &Queries(theirs::MySqlDialect {}),
        Dialect::Sqlite => &Queries(theirs::SQLiteDialect {}),
        Dialect::Oracle => &Queries(theirs::OracleDialect {}),
        Dialect::Mssql => &Queries(theirs::MsSqlDialect {}),
    }
}

/// A dialect without its statements.
#[derive(Debug)]
struct Queries<D>(D);

/// What a dialect says of itself with yes or no.
macro_rules! answered_within {
    ($($name:ident)*) => {
        $(fn $name(&self) -> bool {
            self.0.$name()
        })*
    };
}

impl<D: theirs::Dialect> theirs::Dialect for Queries<D> {
    fn dialect(&self) -> TypeId {
        self.0.dialect()
    }

    fn is_delimited_identifier_start(&self, ch: char) -> bool {
        self.0.is_delimited_identifier_start(ch)
    }

    fn identifier_quote_style(&self, identifier: &str) -> Option<char> {
        self.0.identifier_quote_style(identifier)
    }

    fn is_identifier_start(&self, ch: char) -> bool {
        self.0.is_identifier_start(ch)
    }

    fn is_identifier_part(&self, ch: char) -> bool {
        self.0.is_identifier_part(ch)
    }

    fn is_custom_operator_part(&self, ch: char) -> bool {
        self.0.is_custom_operator_part(ch)
    }

    fn get_next_precedence(&self, parser: &Parser) -> Option<Result<u8, ParserError>> {
        self.0.get_next_precedence(parser)
    }

    fn prec_value(&self, prec: Precedence) -> u8 {
        self.0.prec_value(prec)
    }

    fn is_reserved_for_identifier(&self, kw: Keyword) -> bool {
        self.0.is_reserved_for_identifier(kw)
    }

    fn get_reserved_keywords_for_select_item_operator(&self) -> &[Keyword] {
        self.0.get_reserved_keywords_for_select_item_operator()
    }

    fn get_reserved_grantees_types(&self) -> &[GranteesType] {
        self.0.get_reserved_grantees_types()
    }

    fn is_select_item_alias(&self, explicit: bool, kw: &Keyword, parser: &mut Parser) -> bool {
        self.0.is_select_item_alias(explicit, kw, parser)
    }

    fn is_table_alias(&self, kw: &Keyword, parser: &mut Parser) -> bool {
        self.0.is_table_alias(kw, parser)
    }

    fn is_table_factor_alias(&self, explicit: bool, kw: &Keyword, parser: &mut Parser) -> bool {
        self.0.is_table_factor_alias(explicit, kw, parser)
    }

    answered_within! {
        allow_extract_custom
        allow_extract_single_quotes
        convert_type_before_value
        ignores_wildcard_escapes
        require_interval_qualifier
        requires_single_line_comment_whitespace
        supports_aliased_function_args
        supports_alter_column_type_using
        supports_alter_user_as_alter_role
        supports_array_typedef_with_brackets
        supports_asc_desc_in_column_definition
        supports_binary_kw_as_cast
        supports_bitwise_shift_operators
        supports_boolean_literals
        supports_comma_separated_set_assignments
        supports_comma_separated_trim
        supports_comment_on
        supports_comment_optimizer_hint
        supports_connect_by
        supports_constraint_keyword_without_name
        supports_create_index_with_clause
        supports_create_table_like_parenthesized
        supports_create_table_select
        supports_cross_join_constraint
        supports_data_type_signed_suffix
        supports_dollar_as_money_prefix
        supports_dollar_placeholder
        supports_double_ampersand_operator
        supports_empty_projections
        supports_end_transaction_modifier
        supports_eq_alias_assignment
        supports_exclude_constraint
        supports_execute_immediate
        supports_explain_with_utility_options
        supports_factorial_operator
        supports_filter_during_aggregation
        supports_geometric_types
        supports_group_by_expr
        supports_group_by_with_modifier
        supports_in_empty_list
        supports_insert_set
        supports_insert_table_alias
        supports_insert_table_query
        supports_interval_options
        supports_key_column_option
        supports_left_associative_joins_without_parens
        supports_limit_comma
        supports_listen_notify
        supports_load_extension
        supports_match_against
        supports_match_recognize
        supports_multiline_comment_hints
        supports_named_fn_args_with_colon_operator
        supports_named_fn_args_with_expr_name
        supports_named_fn_args_with_rarrow_operator
        supports_nested_comments
        supports_notnull_operator
        supports_numeric_literal_underscores
        supports_numeric_prefix
        supports_object_name_double_dot_notation
        supports_order_by_using_operator
        supports_outer_join_operator
        supports_quote_delimited_string
        supports_select_modifiers
        supports_select_wildcard_with_alias
        supports_set_names
        supports_set_stmt_without_operator
        supports_start_transaction_modifier
        supports_string_escape_constant
        supports_string_literal_backslash_escape
        supports_string_literal_concatenation
        supports_table_hints
        supports_table_versioning
        supports_try_convert
        supports_unicode_string_literal
        supports_update_order_by
        supports_user_host_grantee
        supports_window_function_null_treatment_arg
        supports_xml_expressions
    }
}
