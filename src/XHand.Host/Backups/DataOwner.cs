using System.Diagnostics;
using XHand.Host.Commands;

namespace XHand.Host.Backups;

/// <summary>Hands a data directory that root has worked in back to its owner, unless that is root, who keeps the database's folder its own user's.</summary>
internal static class DataOwner
{
    /// <summary>Makes everything below <paramref name="root"/> belong to whom <paramref name="root"/> belongs.</summary>
    public static void Give(string root)
    {
        if (Run("stat", "-c", "%u", root) is "0")
        {
            return;
        }

        Run("chown", "--recursive", "--no-dereference", $"--reference={root}", root);
    }

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw CommandException.Refused($"{program} failed: {errors.GetAwaiter().GetResult().Trim()}");
    }
}
