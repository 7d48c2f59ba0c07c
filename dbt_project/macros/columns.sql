{#
  The one place that says which wide column shows which indicator.

  Wide marts, lineage (`core_mart_columns`) and the Vietnamese views are all made from these lists: they cannot
  drift apart. A new column is one line here and one in the contract of the marts that show it.

  Belongs here: column ↔ (indicator, measure). Does not belong here: how a value is chosen or computed.
#}

{# [stem, indicator]: shown in cases and in đồng; stocks and flows that add up over units. #}
{% macro result_stems() %}
  {% do return([
    ('accepted', 'accepted_total'),
    ('carried_in', 'carried_in'),
    ('newly_accepted', 'newly_accepted'),
    ('entrusted_out', 'entrusted_out'),
    ('revoked', 'revoked'),
    ('withdrawn_up', 'withdrawn_up'),
    ('enforceable', 'enforceable_total'),
    ('with_conditions', 'with_conditions'),
    ('without_conditions', 'without_conditions'),
    ('completed', 'completed_total'),
    ('carried_forward', 'carried_forward'),
  ]) %}
{% endmacro %}

{# Stems whose absence sets flag `m`. #}
{% macro required_stems() %}
  {% do return([
    'accepted', 'carried_in', 'newly_accepted', 'enforceable', 'with_conditions', 'completed', 'carried_forward'
  ]) %}
{% endmacro %}

{# Measure of a result column: its prefix and suffix, measure of the registry, type, rate and target codes. #}
{% macro result_measures() %}
  {% do return([
    {'name': 'cases', 'suffix': '', 'measure': 'cases', 'type': 'bigint', 'registry': 'cases'},
    {'name': 'amount', 'suffix': '_vnd', 'measure': 'vnd', 'type': 'decimal(24, 0)', 'registry': 'money'},
  ]) %}
{% endmacro %}

{# Additive result columns, all cases first: dicts of name, indicator, measure, type. #}
{% macro result_columns() %}
  {%- set columns = [] -%}
  {%- for measure in result_measures() -%}
    {%- for stem, indicator in result_stems() -%}
      {%- do columns.append({
        'name': measure.name ~ '_' ~ stem ~ measure.suffix,
        'stem': stem, 'indicator': indicator, 'measure': measure.measure, 'type': measure.type,
      }) -%}
    {%- endfor -%}
  {%- endfor -%}
  {% do return(columns) %}
{% endmacro %}

{# Printed rates: never summed or averaged. #}
{% macro rate_columns() %}
  {%- set columns = [] -%}
  {%- for measure in result_measures() -%}
    {%- do columns.append({
      'name': measure.name ~ '_completion_rate_pct', 'indicator': 'completion_rate_' ~ measure.registry,
      'measure': 'percent', 'type': 'decimal(9, 2)',
    }) -%}
  {%- endfor -%}
  {% do return(columns) %}
{% endmacro %}

{% macro staffing_columns() %}
  {% do return([
    {'name': 'staff_assigned', 'indicator': 'staff_assigned', 'measure': 'people', 'type': 'bigint'},
    {'name': 'staff_present', 'indicator': 'staff_present', 'measure': 'people', 'type': 'bigint'},
    {'name': 'staff_cut', 'indicator': 'staff_cut', 'measure': 'people', 'type': 'bigint'},
    {'name': 'enforcement_officers', 'indicator': 'enforcers_total', 'measure': 'people', 'type': 'bigint'},
    {'name': 'officers_junior', 'indicator': 'enforcers_junior', 'measure': 'people', 'type': 'bigint'},
    {'name': 'officers_intermediate', 'indicator': 'enforcers_intermediate', 'measure': 'people', 'type': 'bigint'},
    {'name': 'officers_senior', 'indicator': 'enforcers_senior', 'measure': 'people', 'type': 'bigint'},
    {'name': 'staff_postgraduate', 'indicator': 'staff_postgraduate', 'measure': 'people', 'type': 'bigint'},
    {'name': 'staff_graduate', 'indicator': 'staff_graduate', 'measure': 'people', 'type': 'bigint'},
    {'name': 'staff_intermediate_degree', 'indicator': 'staff_intermediate_degree', 'measure': 'people',
     'type': 'bigint'},
    {'name': 'staff_theory_senior', 'indicator': 'staff_theory_senior', 'measure': 'people', 'type': 'bigint'},
    {'name': 'staff_theory_intermediate', 'indicator': 'staff_theory_intermediate', 'measure': 'people',
     'type': 'bigint'},
    {'name': 'staff_theory_share_pct', 'indicator': 'staff_theory_share', 'measure': 'percent',
     'type': 'decimal(9, 2)'},
    {'name': 'district_offices', 'indicator': 'district_offices', 'measure': 'units', 'type': 'bigint'},
    {'name': 'region_offices', 'indicator': 'region_offices', 'measure': 'units', 'type': 'bigint'},
    {'name': 'specialist_divisions', 'indicator': 'specialist_divisions', 'measure': 'units', 'type': 'bigint'},
  ]) %}
{% endmacro %}

{% macro steering_columns() %}
  {% do return([
    {'name': 'province_documents', 'indicator': 'steering_province_documents', 'measure': 'documents',
     'type': 'bigint'},
    {'name': 'province_matters', 'indicator': 'steering_province_matters', 'measure': 'cases', 'type': 'bigint'},
    {'name': 'district_meetings', 'indicator': 'steering_district_meetings', 'measure': 'meetings',
     'type': 'bigint'},
    {'name': 'district_documents', 'indicator': 'steering_district_documents', 'measure': 'documents',
     'type': 'bigint'},
    {'name': 'party_committee_directives', 'indicator': 'directives_party_committee', 'measure': 'documents',
     'type': 'bigint'},
    {'name': 'peoples_council_resolutions', 'indicator': 'resolutions_peoples_council', 'measure': 'documents',
     'type': 'bigint'},
    {'name': 'peoples_committee_directives', 'indicator': 'directives_peoples_committee', 'measure': 'documents',
     'type': 'bigint'},
    {'name': 'peoples_committee_plans', 'indicator': 'plans_peoples_committee', 'measure': 'documents',
     'type': 'bigint'},
  ]) %}
{% endmacro %}

{% macro legal_index_columns() %}
  {% do return([
    {'name': 'legal_institutions_points', 'indicator': 'pci_legal_institutions', 'measure': 'points',
     'type': 'decimal(9, 2)'},
    {'name': 'enforced_quickly_pct', 'indicator': 'pci_enforced_quickly', 'measure': 'percent',
     'type': 'decimal(9, 2)'},
    {'name': 'enforced_quickly_national_pct', 'indicator': 'pci_enforced_quickly_national', 'measure': 'percent',
     'type': 'decimal(9, 2)'},
  ]) %}
{% endmacro %}

{# Every wide column with its group: the rows of `core_mart_columns`. #}
{% macro wide_columns() %}
  {%- set columns = [] -%}
  {%- for group, members in [
    ('results', result_columns()), ('results', rate_columns()), ('staffing', staffing_columns()),
    ('steering', steering_columns()), ('legal_index', legal_index_columns()),
  ] -%}
    {%- for column in members -%}
      {%- do columns.append(dict(column, group=group)) -%}
    {%- endfor -%}
  {%- endfor -%}
  {% do return(columns) %}
{% endmacro %}

{#
  Key columns of the marts in the order in which they make up `observation_lineage.key`
  (`cluster_code=TH-1;fiscal_year=2021`).
#}
{% macro mart_keys() %}
  {% do return({
    'province_year': ['boundary', 'unit_code', 'fiscal_year'],
    'province_period': ['boundary', 'unit_code', 'fiscal_year', 'months'],
    'district_year': ['unit_code', 'fiscal_year'],
    'cluster_year': ['cluster_code', 'fiscal_year'],
    'cluster_member_year': ['cluster_code', 'fiscal_year', 'unit_code'],
    'national_year': ['boundary', 'fiscal_year'],
    'staffing_year': ['unit_code', 'fiscal_year', 'years'],
    'steering_committee': ['unit_code', 'period_code'],
    'legal_index': ['unit_code', 'period_code'],
    'theme_year': ['unit_code', 'period_code', 'indicator_code', 'measure', 'breakdown'],
    'awards': ['unit_code', 'period_code', 'indicator_code', 'measure', 'breakdown'],
    'target_attainment': ['unit_code', 'fiscal_year', 'months', 'measure'],
  }) %}
{% endmacro %}

{# The key of a mart's row as one text; columns are taken from `alias`. #}
{% macro lineage_key(mart, alias) -%}
  {%- for column in mart_keys()[mart] -%}
    {{ "" if loop.first else " || ';" }}{{ "'" if loop.first }}{{ column }}=' || cast({{ alias }}.{{ column }} as varchar)
  {%- endfor -%}
{%- endmacro %}
