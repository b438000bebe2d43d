using System.Diagnostics;
using Atmosphere.Load;

namespace Atmosphere.Faults.Tests.Embedded.Outside;

/// <summary>
/// A face service that cuts nothing: photo, crop and zoom-in are the same picture. Files in its folder tell it what to do instead, and it
/// notes down there that it did.
/// </summary>
internal sealed class StandInFaceService : IDisposable
{
    private const string Script =
        """
        import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
        import { createServer } from 'node:http';

        appendFileSync('starts', `${process.pid}\n`);
        const asTold = {
          stall: () => {},
          garble: (response) => response.end('neither a picture nor its size'),
          fail: (response) => response.writeHead(500).end(),
          throttle: (response) => response.writeHead(429, { 'Retry-After': '1' }).end(),
        };
        const server = createServer((request, response) => {
          if (request.url === '/healthz') return response.end('{"status":"ok"}');
          const parts = [];
          request.on('data', (part) => parts.push(part)).on('end', () => {
            const told = Object.keys(asTold).find((name) => existsSync(name));
            if (told) {
              writeFileSync(`${told}-done`, '');
              return asTold[told](response);
            }
            const picture = Buffer.concat(parts);
            if (request.url.startsWith('/imaging/prepare')) return response.writeHead(200, { 'X-Image-Width': 400, 'X-Image-Height': 300 }).end(picture);
            const faces = new URL(request.url, 'http://here').searchParams.get('rectangles').split(';').map((rectangle) => {
              const [left, top, width, height] = rectangle.split(',').map(Number);
              return { crop: picture.toString('base64'), zoomIn: picture.toString('base64'), faceInZoomIn: { left, top, width, height } };
            });
            response.end(JSON.stringify({ faces }));
          });
        });
        server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ event: 'listening', port: server.address().port })));
        process.stdin.on('end', () => process.exit(0)).resume();
        """;

    private readonly TemporaryFolder _folder = new();

    public StandInFaceService()
    {
        Directory.CreateDirectory(PathOf("src"));
        Directory.CreateDirectory(PathOf("node_modules"));
        File.WriteAllText(PathOf("src/main.js"), Script);
        File.WriteAllText(PathOf("package.json"), """{"name":"stand-in","version":"1.0.0","type":"module","private":true}""");
        const string packages = """{"name":"stand-in","version":"1.0.0","lockfileVersion":3,"packages":{"":{"name":"stand-in","version":"1.0.0"}}}""";
        File.WriteAllText(PathOf("package-lock.json"), packages);
        File.WriteAllText(PathOf("node_modules/.package-lock.json"), packages); // as npm notes down an install
    }

    public string Folder => _folder.Path;

    public int Starts => File.Exists(PathOf("starts")) ? File.ReadAllLines(PathOf("starts")).Length : 0;

    public void Tell(string name) => File.WriteAllText(PathOf(name), "");

    /// <summary>Whether it has met a request since, and done as it was told.</summary>
    public bool HasDone(string name) => File.Exists(PathOf($"{name}-done"));

    public void TellNoMore(string name) => File.Delete(PathOf(name));

    /// <summary><c>kill -9</c>.</summary>
    public void Kill()
    {
        using var process = Process.GetProcessById(int.Parse(File.ReadAllLines(PathOf("starts"))[^1]));
        process.Kill();
    }

    public void Dispose() => _folder.Dispose();

    private string PathOf(string name) => Path.Combine(_folder.Path, name);
}
