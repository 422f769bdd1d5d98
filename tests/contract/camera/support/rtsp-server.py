"""RTSP server of GStreamer: PORT (0: any), then user name and password (digest) where it asks for them; prints its port."""
import sys

import gi

gi.require_version('Gst', '1.0')
gi.require_version('GstRtsp', '1.0')
gi.require_version('GstRtspServer', '1.0')
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer

Gst.init(None)
server = GstRtspServer.RTSPServer()
server.set_address('127.0.0.1')
server.set_service(sys.argv[1])
factory = GstRtspServer.RTSPMediaFactory()
picture = 'video/x-raw,format=I420,width=320,height=192,framerate=10/1'
factory.set_launch(f'( videotestsrc is-live=true ! {picture} ! jpegenc ! rtpjpegpay name=pay0 )')
factory.set_shared(True)
if len(sys.argv) > 3:
    auth = GstRtspServer.RTSPAuth()
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    token = GstRtspServer.RTSPToken()
    token.set_string('media.factory.role', 'lane')
    auth.add_digest(sys.argv[2], sys.argv[3], token)
    allowed = 'lane, media.factory.access=true, media.factory.construct=true'
    factory.add_role_from_structure(Gst.Structure.new_from_string(allowed))
    server.set_auth(auth)
server.get_mount_points().add_factory('/lane', factory)
if server.attach(None) == 0:
    sys.exit('the port is taken')
print(server.get_bound_port(), flush=True)
GLib.MainLoop().run()
