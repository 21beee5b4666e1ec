using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using XHand.Host.Settings;

namespace XHand.Host.Commands;

/// <summary>What every command has at hand.</summary>
internal sealed class CommandContext(IConfiguration configuration, TextWriter output, TextWriter error)
{
    private static readonly JsonSerializerOptions _indented = new()
    {
        WriteIndented = true,

        // It goes to a terminal or a program, not into a web page: names stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public IConfiguration Configuration => configuration;

    public TextWriter Output => output;

    public TextWriter Error => error;

    /// <summary>A new <c>--json</c> option.</summary>
    public static Option<bool> JsonOption() => new("--json") { Description = "JSON for programs instead of text for people." };

    /// <summary>A new <c>--company</c> option.</summary>
    public static Option<string?> CompanyOption() => new("--company") { Description = "The company meant, where there is more than one.", HelpName = "NAME" };

    /// <summary>The daemon of the data directory that the settings name.</summary>
    public DaemonClient Connect(string? company) => new(SettingsReader.ReadDataDirectory(configuration), company);

    /// <summary>Writes JSON for programs.</summary>
    public Task WriteJsonAsync(JsonElement json) => output.WriteLineAsync(JsonSerializer.Serialize(json, _indented));
}
