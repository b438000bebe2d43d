using System.Diagnostics;
using System.Globalization;
using Atmosphere.Burst.Bench;
using Atmosphere.Load;

// dotnet run -c Release --project bench/Burst [-- --photos 500 --megabytes 4 --seconds 10]
// A camera that sends all of its photos within seconds, to the application with its usual limits and the local face service, which cuts
// them. Who is told to wait waits, and sends again. Linux: the figures come from /proc.
var photos = Number("--photos", 500);
var bytes = Number("--megabytes", 4) * 1024 * 1024;
var within = TimeSpan.FromSeconds(Number("--seconds", 10));

await using var world = await StandIns.StartAsync();
using var folder = new TemporaryFolder();
await using var api = await AtmosphereProcess.StartAsync(Build.Own, "Api",
[
    .. world.Settings,
    $"--Data:Folder={folder.Path}", $"--Access:OperatorKey={Camera.OperatorKey}", $"--Access:CameraToken={Camera.Token}",
    "--environment=Production", "--Limits:CameraPerSecond=20", "--Recognition:CallsPerSecond=1000", "--Slack:FileReadyWithin=00:00:01",
]);
using var camera = new Camera(api.Address, bytes);
Console.WriteLine("Waiting for the local face service; its first start here installs it");
await camera.IsReadyAsync();
var before = ProcessMemory.Of(api.Id);

var watch = Stopwatch.StartNew();
var sent = await Task.WhenAll(Enumerable.Range(0, photos).Select(number => camera.SendAsync(number, within * number / photos)));
var accepted = watch.Elapsed;
await camera.AllAreCutAsync(sent);
var after = ProcessMemory.Of(api.Id);

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
    {photos} photos of {bytes / 1024.0 / 1024:0} MB offered within {within.TotalSeconds:0} s, {Environment.ProcessorCount} cores for everything
    accepted: {sent.Length}, of them {sent.Count(photo => photo.Waits == 0)} at once; told to wait: {sent.Sum(photo => photo.Waits)} times
    the last one accepted after {accepted.TotalSeconds:0.0} s, all cut after {watch.Elapsed.TotalSeconds:0.0} s
    working set of the API: {before.Now} MB before, {after.Peak} MB at its peak, {after.Now} MB afterwards
    """));

int Number(string name, int usual) =>
    Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : usual;
