# One QtWebKit page, driven over standard input and output: a JSON command in each line, and one JSON answer for each.
# Code that is run answers by the console: an object of Python's in the page does nothing any more after some navigations.
import json, os, re, sys
os.environ.setdefault('QT_QPA_PLATFORM', 'offscreen')
from PyQt5.QtCore import QEvent, QPointF, QSize, QSocketNotifier, Qt, QUrl
from PyQt5.QtGui import QMouseEvent
from PyQt5.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery
from PyQt5.QtWebKit import QWebSettings, qWebKitVersion
from PyQt5.QtWebKitWidgets import QWebPage
from PyQt5.QtWidgets import QApplication

app = QApplication(sys.argv)
gate = QUrl(sys.argv[1])


def say(answer):
    sys.stdout.write(json.dumps(answer) + '\n')
    sys.stdout.flush()


class Gate(QNetworkProxyFactory):
    """Loopback is the demo; every other host goes to the proxy, which refuses it."""

    def queryProxy(self, query):
        if query.peerHostName() in ('localhost', '127.0.0.1'):
            return [QNetworkProxy(QNetworkProxy.NoProxy)]
        return [QNetworkProxy(QNetworkProxy.HttpProxy, gate.host(), gate.port())]


class Page(QWebPage):
    def __init__(self):
        super().__init__()
        self.waiting = None
        self.settings().setAttribute(QWebSettings.LocalStorageEnabled, True)
        self.setViewportSize(QSize(1280, 800))

    def give_up(self, reason):
        if self.waiting:
            self.waiting = None
            say({'error': reason})

    def javaScriptConsoleMessage(self, message, line, source):
        # An answer of a document that is gone by now must not be taken for the next one's.
        if self.waiting and message.startswith(self.waiting):
            text, self.waiting = message[len(self.waiting):], None
            say({'value': text})
        elif not message.startswith('answer-'):
            sys.stderr.write('%s:%s %s\n' % (source, line, message))

    def frame(self, where):
        if where == 'page':
            return self.mainFrame()
        todo = self.mainFrame().childFrames()
        while todo:
            frame = todo.pop()
            if re.search('^[^?]+/(cashier|players)/', frame.requestedUrl().toString()):
                return frame
            todo += frame.childFrames()
        return None


QNetworkProxyFactory.setApplicationProxyFactory(Gate())
loading = False
page = Page()


def load(start):
    """Answers when another document has loaded: the end of what was loading before is none."""
    global loading
    loading = True
    page.mainFrame().evaluateJavaScript('document.__old = true')
    start()


def loaded(ok):
    global loading
    if loading and page.mainFrame().evaluateJavaScript('document.__old') is not True:
        loading = False
        say({'value': ok})


page.loadFinished.connect(loaded)
# What runs in the old document may never answer.
page.mainFrame().loadStarted.connect(lambda: page.give_up('The page goes away.'))


def press(place, times):
    steps = [(QEvent.MouseMove, Qt.NoButton, Qt.NoButton)]
    for count in range(times):
        steps.append((QEvent.MouseButtonDblClick if count else QEvent.MouseButtonPress, Qt.LeftButton, Qt.LeftButton))
        steps.append((QEvent.MouseButtonRelease, Qt.LeftButton, Qt.NoButton))
    for kind, button, held in steps:
        page.event(QMouseEvent(kind, place, button, held, Qt.NoModifier))


def handle(command):
    name = command['name']
    if name == 'version':
        return say({'value': qWebKitVersion()})
    if name == 'go':
        return load(lambda: page.mainFrame().load(QUrl(command['url'])))
    if name == 'reload':
        return load(lambda: page.triggerAction(QWebPage.Reload))
    if name == 'back':
        page.history().back()
        return say({'value': True})
    if name == 'press':
        press(QPointF(command['x'], command['y']), command['times'])
        return say({'value': True})
    frame = page.frame(command['where'])
    if frame is None:
        return say({'error': 'There is no cashier in the page.'})
    if name == 'run':
        page.waiting = 'answer-%s:' % command['number']
        frame.evaluateJavaScript('(%s).then(function (text) { console.log("%s" + text); }); 0' % (command['expression'], page.waiting))
        return None
    say({'error': 'Unknown: ' + name})


rest = b''


def read():
    global rest
    data = os.read(0, 65536)
    if not data:
        return app.quit()
    rest += data
    while b'\n' in rest:
        line, rest = rest.split(b'\n', 1)
        try:
            handle(json.loads(line.decode()))
        except Exception as error:
            say({'error': repr(error)})


notifier = QSocketNotifier(0, QSocketNotifier.Read)
notifier.activated.connect(read)
app.exec_()
