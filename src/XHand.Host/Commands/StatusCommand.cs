using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace XHand.Host.Commands;

/// <summary><c>xhand status</c>.</summary>
internal static class StatusCommand
{
    public static Command Create(CommandContext context)
    {
        Option<string?> company = CommandContext.CompanyOption();
        Option<bool> json = CommandContext.JsonOption();
        Command command = new("status", "How the system is.") { company, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using DaemonClient daemon = context.Connect(parsed.GetValue(company));
            JsonElement status = await daemon.GetAsync("status", cancellation);
            await (parsed.GetValue(json) ? context.WriteJsonAsync(status) : context.Output.WriteAsync(Text(status)));
            return ExitStatus.Done;
        });
        return command;
    }

    private static string Text(JsonElement status)
    {
        string text(string name) => status.TryGetProperty(name, out JsonElement value) ? value.ToString() : "-";
        string source = text("siteSource") == "disk" ? " (from its copy on disk)" : "";
        TimeSpan up = TimeSpan.FromSeconds(status.GetProperty("uptimeSeconds").GetInt64());
        return string.Create(CultureInfo.InvariantCulture, $"""
            State          {text("phase")}
            Database       {text("database")}
            Site           version {text("siteVersion")}{source}
            Company        {text("company")}: {text("extensions")} extensions, {text("announcements")} announcements
            Registered     {text("registrations")}
            Calls          {text("calls")}
            RTP ports      {text("mediaPortsTaken")} of {text("mediaPortsTotal")} pairs taken
            Node           {text("node")}, version {text("version")}, up {up:d\.hh\:mm\:ss}

            """);
    }
}
