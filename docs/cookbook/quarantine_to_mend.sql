-- Which inputs need a person, and what is to be done?
SELECT reason, count(*) AS inputs, any_value(path) AS example, any_value(error) AS what_to_do
FROM quarantine
GROUP BY reason
ORDER BY inputs DESC, reason;
