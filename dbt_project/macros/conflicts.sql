{#
  Why a candidate is not in force.

  Belongs here: the reasons and their order. Does not belong here: the order of precedence
  (models/core/core_figure_candidates.sql).
#}

{#
  corrected      a steward replaced this reading
  same_value     it says the same: a confirmation, not a conflict
  superseded     its report was replaced by a newer version
  derived        computed from other figures, and a printed one says otherwise
  less_precise   it rounds the value shown, or bounds it from the right side
  more_precise   the value shown rounds it
  other_value    it says something else
#}
{% macro conflict_reason() -%}
  case
    when source_class_shown = 'correction' and observation_shown = observation_other then 'corrected'
    when value_shown = value_other and qualifier_shown = qualifier_other then 'same_value'
    when is_ended_other then 'superseded'
    when is_derived_other and not is_derived_shown then 'derived'
    when
      (qualifier_other = 'more_than' and value_shown >= value_other)
      or (qualifier_other = 'nearly' and value_shown <= value_other)
      or (qualifier_other = 'about' and abs(value_shown - value_other) * 20 <= abs(value_other))
      or (qualifier_other = 'exact' and value_shown = value_other)
      then 'less_precise'
    when qualifier_other = 'exact' and {{ is_rounding_of('value_other', 'value_shown') }} then 'less_precise'
    when qualifier_other = 'exact' and {{ is_rounding_of('value_shown', 'value_other') }} then 'more_precise'
    else 'other_value'
  end
{%- endmacro %}

{# A percentage printed with fewer decimals, or money rounded to a million or more. #}
{% macro is_rounding_of(rounded, value) -%}
  (
    (
      measure in ('percent', 'percent_points')
      and ({{ rounded }} = round({{ value }}, 1) or {{ rounded }} = round({{ value }}, 0))
    )
    or (
      measure = 'vnd'
      and (
        {% for unit in [1000000000, 100000000, 10000000, 1000000] -%}
        ({{ rounded }} % {{ unit }} = 0 and abs({{ rounded }} - {{ value }}) * 2 <= {{ unit }})
        {{- ' or ' if not loop.last }}
        {% endfor %}
      )
    )
  )
{%- endmacro %}
