namespace XHand.Host.Settings;

/// <summary>
/// Takes settings out of the command line: <c>--Sip:Port 5070</c> or <c>--Sip:Port=5070</c>, anywhere. The rest is for the command's own
/// options, none of which is named like a setting.
/// </summary>
internal static class SettingArguments
{
    /// <summary>The settings given and what remains; <see cref="SettingsException"/> for a setting that is unknown or has no value.</summary>
    public static (Dictionary<string, string?> Settings, string[] Command) Split(IReadOnlyList<string> arguments)
    {
        Dictionary<string, string?> settings = new(StringComparer.OrdinalIgnoreCase);
        List<string> rest = [];
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            if (argument == "--")
            {
                rest.AddRange(arguments.Skip(i));
                break;
            }

            string name = argument.Split('=', 2)[0];
            if (!name.StartsWith("--", StringComparison.Ordinal) || (SettingName.Find(name[2..]) is null && !name.Contains(':')))
            {
                rest.Add(argument);
                continue;
            }

            SettingName setting = SettingName.Find(name[2..])
                ?? throw new SettingsException([$"There is no setting {name[2..]}; settings: {string.Join(", ", SettingName.All.Select(s => s.Key))}."]);
            settings[setting.Key] = name.Length < argument.Length ? argument[(name.Length + 1)..]
                : i + 1 < arguments.Count ? arguments[++i]
                : throw new SettingsException([$"{name} has no value; allowed: {setting.Allowed}."]);
        }

        return (settings, [.. rest]);
    }
}
