using System.Globalization;

namespace Atmosphere.Recognition.Hosting;

/// <summary>What people read about the local face service: on the console, at <c>/readyz</c>, on the page.</summary>
internal static class FaceServiceTexts
{
    public const string NotStarted = "The face service has not been started.";
    public const string CheckingNode = "Looking for Node.js, which the face service runs on.";
    public const string WaitingForOtherInstall = "Another process is installing the face service's packages; waiting for it.";
    public const string Starting = "Starting the face service.";
    public const string Ready = "The face service is ready.";
    public const string Ending = "The face service is ending.";
    public const string Elsewhere = "Photos are cut, and faces recognised, by the silos of the cluster.";
    public const string Stopped = "The face service has been stopped.";

    private const string HowToGetNode =
        "Install it from https://nodejs.org or with your system's packages, or set FaceService:NodePath to where it is.";

    /// <param name="found">The version that was found, or null when there was none.</param>
    /// <param name="nextLook">When it is looked for again.</param>
    public static string NodeMissing(NodeVersion? found, TimeSpan nextLook) =>
        (found is null
            ? $"Faces need Node.js {NodeVersion.Least} or newer, and none was found. "
            : $"Faces need Node.js {NodeVersion.Least} or newer, and the one found is {found}. ")
        + HowToGetNode + $" Looking again every {Span(nextLook)}: no restart is needed.";

    public static string NpmMissing(TimeSpan nextLook) =>
        "npm, which comes with Node.js, was not found beside it or in PATH, and the face service's packages are not installed. "
        + $"Install npm, or run 'npm ci --ignore-scripts' in the face service's folder. Looking again every {Span(nextLook)}.";

    public static string FolderMissing(TimeSpan nextLook) =>
        $"The face service's folder was not found. Set FaceService:Folder to the folder that has its package.json. Looking again every {Span(nextLook)}.";

    /// <param name="elapsed">Since the install began.</param>
    /// <param name="lastLine">What npm said last, shortened; may be empty.</param>
    public static string Installing(TimeSpan elapsed, string lastLine) =>
        $"Installing the face service's packages, once (about 110 MB): {(int)elapsed.TotalSeconds} s" + (lastLine.Length > 0 ? $", {lastLine}." : ".");

    /// <param name="why">What went wrong, without a full stop.</param>
    /// <param name="wait">Until the next try.</param>
    public static string InstallFailed(string why, TimeSpan wait) =>
        $"Installing the face service's packages failed: {why}. It needs the npm registry once. Trying again in {Span(wait)}.";

    /// <param name="why">What happened, without a full stop.</param>
    /// <param name="wait">Until the next start.</param>
    public static string Restarting(string why, TimeSpan wait) => $"{why}. Starting it again in {Span(wait)}.";

    public static string Exited(int exitCode) => $"The face service ended by itself (exit code {exitCode})";

    /// <param name="exitCode">2 says: the last line on standard error names a setting or a folder that can't be used, and is fit to show.</param>
    /// <param name="lastError">That line; may be empty.</param>
    public static string NotStartedAtAll(int exitCode, string lastError) =>
        exitCode == 2 && lastError.Length > 0 ? $"The face service did not start: {lastError.TrimEnd('.')}" : Exited(exitCode);

    public static string Unhealthy(int checks) => $"The face service did not answer {checks} checks in a row and was stopped";

    public static string NotUpInTime(TimeSpan limit) => $"The face service did not start within {Span(limit)} and was stopped";

    private static string Span(TimeSpan span) => span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture) + " s";
}
