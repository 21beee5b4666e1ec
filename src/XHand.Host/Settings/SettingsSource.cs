using Microsoft.Extensions.Configuration;

namespace XHand.Host.Settings;

/// <summary>Where settings come from, weakest first: appsettings.json, the environment, the command line.</summary>
internal static class SettingsSource
{
    /// <summary>Prefix of our environment variables.</summary>
    public const string EnvironmentPrefix = "XHAND_";

    /// <summary>Names another file instead of the appsettings.json beside the program.</summary>
    public const string FileVariable = "XHAND_SettingsFile";

    /// <summary>Reads all; <see cref="SettingsException"/> for a settings file that is not there or no JSON.</summary>
    public static IConfiguration Load(IReadOnlyDictionary<string, string?> arguments)
    {
        string? named = Environment.GetEnvironmentVariable(FileVariable);
        string file = Path.GetFullPath(named ?? Path.Combine(AppContext.BaseDirectory, "appsettings.json"));
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(file, optional: named is null, reloadOnChange: false)
                .AddEnvironmentVariables(EnvironmentPrefix)
                .AddInMemoryCollection(arguments)
                .Build();
        }
        catch (FileNotFoundException)
        {
            throw new SettingsException([$"{FileVariable} is \"{named}\"; there is no such file."]);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"The settings file {file} cannot be read: {(e.InnerException ?? e).Message}"]);
        }
    }
}

/// <summary>Settings that cannot be used; each message names setting, value and what is allowed.</summary>
internal sealed class SettingsException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems => problems;
}
