{#
  Arithmetic of rates: always from the parts, never from other rates.

  Belongs here: formulae that more than one model uses. Does not belong here: which figures go into them.
#}

{# 100 × numerator / denominator with two decimals; null when a part is missing or nothing could be completed. #}
{% macro rate_from_parts(numerator, denominator) -%}
  cast(round(100 * {{ numerator }} / nullif({{ denominator }}, 0), 2) as decimal(9, 2))
{%- endmacro %}

{# Growth in percent with two decimals against an earlier value. #}
{% macro growth_pct(value, former) -%}
  cast(round(100 * ({{ value }} - {{ former }}) / nullif({{ former }}, 0), 2) as decimal(18, 2))
{%- endmacro %}
