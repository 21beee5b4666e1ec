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
            if (parsed.GetValue(json))
            {
                await context.WriteJsonAsync(status);
                return ExitStatus.Done;
            }

            await context.Output.WriteAsync(Text(status) + await AlarmsAsync(daemon, cancellation));
            return ExitStatus.Done;
        });
        return command;
    }

    private static async Task<string> AlarmsAsync(DaemonClient daemon, CancellationToken cancellation)
    {
        JsonElement alarms = await daemon.GetAsync("alarms", cancellation);
        return alarms.GetArrayLength() == 0 ? "" : "\n" + TextTable.Of(AlarmsCommand.Heads, [.. alarms.EnumerateArray().Select(AlarmsCommand.Row)], "");
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
            Trunks         {text("trunksUp")} of {text("trunks")} up
            Calls          {text("calls")}
            Alarms         {text("alarms")}
            RTP ports      {text("mediaPortsTaken")} of {text("mediaPortsTotal")} pairs taken
            Node           {text("node")}, version {text("version")}, up {up:d\.hh\:mm\:ss}

            """);
    }
}
