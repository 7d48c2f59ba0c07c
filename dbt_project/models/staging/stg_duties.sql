-- Which forms a level owes, from when to when, for which months of the fiscal year, and by when.
select
    duties.form_code,
    duties.regime,
    duties.level,
    ';' || duties.months || ';' as months,
    duties.deadline as deadline_rule,
    cast(duties.assumed_days as integer) as assumed_days,
    cast(forms.valid_from as date) as valid_from,
    cast(forms.valid_to as date) as valid_to
from {{ source('landing', 'duties') }} as duties
inner join {{ source('landing', 'forms') }} as forms
    on duties.form_code = forms.form_code and duties.regime = forms.regime
